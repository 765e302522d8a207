extension EvidenceBundle {
  /// `verify.py`: an independent implementation, so that an auditor need not run ours.
  static let verifier = #"""
    #!/usr/bin/env python3
    """Checks this evidence bundle. Needs Python 3 and nothing else.

        python3 verify.py [PUBLIC_KEY]

    PUBLIC_KEY is the log's key as you know it (name+id+base64). Without it the key in this folder is believed.
    Sources: RFC 8032 (Ed25519), RFC 9162 (inclusion proofs), C2SP signed-note, tlog-checkpoint, tlog-proof.
    """
    import base64, hashlib, json, pathlib, sys

    # Ed25519, RFC 8032 section 6: points as (x, y), plain arithmetic.
    P = 2**255 - 19
    L = 2**252 + 27742317777372353535851937790883648493
    D = -121665 * pow(121666, P - 2, P) % P

    def add(a, b):
        t = D * a[0] * b[0] * a[1] * b[1]
        return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + t, P - 2, P) % P,
                (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, P - 2, P) % P)

    def multiply(point, n):
        total = (0, 1)
        while n:
            if n & 1:
                total = add(total, point)
            point, n = add(point, point), n >> 1
        return total

    def decompress(data):
        y, sign = int.from_bytes(data, "little") & (1 << 255) - 1, data[31] >> 7
        if y >= P:
            raise ValueError("not a point")
        x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
        x = pow(x2, (P + 3) // 8, P)
        if (x * x - x2) % P:
            x = x * pow(2, (P - 1) // 4, P) % P
        if (x * x - x2) % P or (x == 0 and sign):
            raise ValueError("not a point")
        return (P - x if x & 1 != sign else x, y)

    BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

    def is_signed(key, message, signature):
        s = int.from_bytes(signature[32:], "little")
        if len(signature) != 64 or s >= L:
            return False
        h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
        return multiply(BASE, s) == add(decompress(signature[:32]), multiply(decompress(key), h))

    def node(left, right):
        return hashlib.sha256(b"\x01" + left + right).digest()

    def root_of(leaf, index, size, path):
        """RFC 9162 section 2.1.3.2."""
        if index >= size:
            raise ValueError("index outside the tree")
        fn, sn, r = index, size - 1, leaf
        for p in path:
            if sn == 0:
                raise ValueError("proof too long")
            if fn & 1 or fn == sn:
                r = node(p, r)
                while not fn & 1 and fn:
                    fn, sn = fn >> 1, sn >> 1
            else:
                r = node(r, p)
            fn, sn = fn >> 1, sn >> 1
        if sn:
            raise ValueError("proof too short")
        return r

    def read_key(text):
        name, key_id, encoded = text.strip().split("+", 2)
        data = base64.b64decode(encoded, validate=True)
        if data[0] != 1 or len(data) != 33:
            raise ValueError("not an Ed25519 key")
        digest = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        if digest.hex() != key_id:
            raise ValueError("key ID does not match")
        return name, digest, data[1:]

    def read_checkpoint(note, key):
        """The (size, root) of a checkpoint whose signature by `key` is valid."""
        name, key_id, public = key
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        for line in signatures.splitlines():
            dash, signer, encoded = line.split(" ")
            data = base64.b64decode(encoded, validate=True)
            if dash == "\u2014" and signer == name and data[:4] == key_id:
                if not is_signed(public, text.encode(), data[4:]):
                    raise ValueError("signature is wrong")
                origin, size, root = text.splitlines()[:3]
                if origin != name:
                    raise ValueError("checkpoint of another log")
                return int(size), base64.b64decode(root, validate=True)
        raise ValueError("no signature by " + name)

    def main():
        folder = pathlib.Path(__file__).resolve().parent
        key = read_key(sys.argv[1] if len(sys.argv) > 1 else (folder / "log.vkey").read_text())
        heads, failed, used = {}, 0, set()

        def head(note):
            if note not in heads:
                heads[note] = read_checkpoint(note, key)
            return heads[note]

        size, _ = head((folder / "checkpoint").read_text())
        records = sorted((folder / "records").glob("*.json"), key=lambda path: int(path.stem))
        for path in records:
            try:
                record = path.read_bytes()
                proof, _, note = (folder / "proofs" / (path.stem + ".tlog-proof")).read_text().partition("\n\n")
                lines = [line for line in proof.splitlines() if not line.startswith("extra ")]
                if lines[0] != "c2sp.org/tlog-proof@v1" or lines[1] != "index " + path.stem:
                    raise ValueError("proof of another record")
                tree_size, root = head(note)
                hashes = [base64.b64decode(line, validate=True) for line in lines[2:]]
                leaf = hashlib.sha256(b"\x00" + record).digest()
                if root_of(leaf, int(path.stem), tree_size, hashes) != root:
                    raise ValueError("not in the signed log")
                used.add(json.loads(record).get("policyDigest"))
            except (ValueError, OSError, IndexError, KeyError) as error:
                failed += 1
                print("record %s: %s" % (path.stem, error))
        for path in sorted(folder.glob("policies/*.yaml")):
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
                failed += 1
                print("policy %s: its content is another one" % path.stem)
            elif path.stem not in used:
                print("policy %s: no record here names it" % path.stem)
        print("%s: %d of %d records are in the log '%s' of %d records" % (
            "FAILED" if failed else "OK", len(records) - failed, len(records), key[0], size))
        return 1 if failed else 0

    if __name__ == "__main__":
        sys.exit(main())
    """# + "\n"
}

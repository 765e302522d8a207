"""Speed of the tokenizer packages of PyPI: one JSON line for each rival, vocabulary and text.

usage: peers.py VOCABULARY.json RIVAL TEXT…   (one process for each rival: none warms another's caches)

Figures are MB per second of process CPU time over documents of DOCUMENT bytes: `cold` the first half of the text after
load, `steady` the second half after the first, `warm` the second half again.
"""
import json, os, sys, time

os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
DOCUMENT = 16_384


def documents(path):
    text = open(path, encoding="utf-8").read()
    parts, start = [], 0
    while start < len(text):
        end, size = start, 0
        while end < len(text) and size < DOCUMENT:
            line = text.find("\n", end) + 1 or len(text)
            size += len(text[end:line].encode())
            end = line
        parts.append(text[start:end])
        start = end
    return parts


def tiktoken_encoder(vocabulary):
    import tiktoken
    data = json.load(open(vocabulary))
    alphabet = {}
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    for byte in visible: alphabet[chr(byte)] = byte
    for index, byte in enumerate(b for b in range(256) if b not in visible): alphabet[chr(256 + index)] = byte
    ranks = {bytes(alphabet[c] for c in piece): id for piece, id in data["model"]["vocab"].items()
             if all(c in alphabet for c in piece)}
    steps = data["pre_tokenizer"].get("pretokenizers", [data["pre_tokenizer"]])
    patterns = [s["pattern"]["Regex"] for s in steps if s["type"] == "Split"]
    if len(patterns) != 1: raise ValueError("tiktoken takes one pattern")
    encoding = tiktoken.Encoding("rival", pat_str=patterns[0], mergeable_ranks=ranks, special_tokens={})
    return lambda text: encoding.encode_ordinary(text)


def encoder(rival, vocabulary):
    if rival == "tiktoken": return tiktoken_encoder(vocabulary)
    if rival == "tokenizers":
        from tokenizers import Tokenizer
        tokenizer = Tokenizer.from_file(vocabulary)
        tokenizer.no_truncation()
        return lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    if rival == "fastokens":
        import fastokens
        native = fastokens._native.Tokenizer if hasattr(fastokens, "_native") else fastokens.Tokenizer
        tokenizer = native.from_file(vocabulary)
        return lambda text: tokenizer.encode(text, False)
    if rival == "gigatoken":
        import gigatoken
        tokenizer = gigatoken.Tokenizer(vocabulary)
        return lambda text: tokenizer.encode(text)
    if rival == "tokie":
        import tokie
        tokenizer = tokie.Tokenizer.from_json(vocabulary)
        return lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    if rival == "kitoken":
        from kitoken import Kitoken
        tokenizer = Kitoken.from_file(vocabulary)
        return lambda text: tokenizer.encode(text, False)
    if rival == "sentencepiece":
        import sentencepiece
        tokenizer = sentencepiece.SentencePieceProcessor(model_file=vocabulary)
        return lambda text: tokenizer.encode(text)
    raise ValueError(f"no rival {rival}")


def rate(encode, parts):
    size = sum(len(p.encode()) for p in parts)
    start = time.process_time()
    count = sum(len(encode(p)) for p in parts)
    return size / (time.process_time() - start) / 1e6, count


def main():
    vocabulary, rival, texts = sys.argv[1], sys.argv[2], sys.argv[3:]
    for text in texts:
        row = {"vocabulary": os.path.basename(vocabulary), "rival": rival, "text": os.path.basename(text)}
        try:
            start = time.process_time()
            encode = encoder(rival, vocabulary)
            row["load_ms"] = round((time.process_time() - start) * 1e3, 1)
            parts = documents(text)
            half = len(parts) // 2
            row["cold"], _ = rate(encode, parts[:half])
            row["steady"], row["tokens"] = rate(encode, parts[half:])
            row["warm"], _ = rate(encode, parts[half:])
        except Exception as error:
            row["error"] = f"{type(error).__name__}: {error}"[:200]
        print(json.dumps({k: round(v, 1) if isinstance(v, float) else v for k, v in row.items()}), flush=True)


if __name__ == "__main__": main()

"""A hub, its content network and plain files, well behaved and not: which is said by the owner in the path.

Prints its port. GET /log tells every request so far as JSON: path, range, if-range, authorization.
"""

import hashlib
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOG = []
LOCK = threading.Lock()


def content(seed, size):
    """The same bytes for the same seed, unlike at any two places."""
    block = b"".join(hashlib.sha256(f"{seed}/{i}".encode()).digest() for i in range(size // 32 + 1))
    return block[:size]


def file(seed, size=300_000):
    data = content(seed, size)
    return {"data": data, "sha": hashlib.sha256(data).hexdigest()}


FILES = {
    "model.safetensors": file("weights"),
    "config.json": {"data": b"{}", "sha": hashlib.sha256(b"{}").hexdigest()},
    "pytorch_model.bin": file("pickle", 10),
    "a.gguf": file("a"),
    "b/c.gguf": file("c", 1000),
}
EVIL_PATHS = ["../escape.json", "/etc/escape.json", "a/../../escape.json", ".hidden/x.json", "a\\b.json", "con:x.json"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.split("?")[0]
        if path == "/log":
            return self.reply(200, json.dumps(LOG).encode())
        with LOCK:
            self.entry = {
                "path": self.path, "range": self.headers.get("Range"), "condition": self.headers.get("If-Range"),
                "host": self.headers.get("Host"), "key": self.headers.get("Authorization"), "whole": False,
            }
            LOG.append(self.entry)
        for pattern, answer in (
            (r"/api/models/(\w+)/\w+/tree/(.+)", self.hugging_face_list),
            (r"/api/v1/models/(\w+)/\w+/repo/files", self.model_scope_list),
            (r"/(?:models/)?(\w+)/\w+/resolve/[^/]+/(.+)", self.resolve),
            (r"/cdn/(\w+)/(.+)", self.send_file),
            (r"/file/(\w+)/(.+)", self.send_file),
        ):
            if match := re.fullmatch(pattern, path):
                return answer(*match.groups())
        self.reply(404, b"")

    def reply(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    # Listings

    def hugging_face_list(self, owner, revision):
        if revision != "main":
            return self.reply(404, b"")
        entries = [
            {"type": "file", "path": path, "size": len(file["data"]), "oid": "0" * 40,
             "lfs": {"oid": file["sha"], "size": len(file["data"])}}
            for path, file in FILES.items() if owner != "onegguf" or path == "a.gguf"
        ]
        entries.append({"type": "directory", "path": "b", "size": 0, "oid": ""})
        if owner.startswith("evil"):
            entries[0]["path"] = EVIL_PATHS[int(owner[4:])]
        if owner == "wrongdigest":
            entries[0]["lfs"]["oid"] = "0" * 64
        if owner == "wrongsize":
            entries[0]["lfs"]["size"] += 1
        if owner == "pages":
            if "cursor" not in self.path:
                link = f'<{self.path}&cursor=1>; rel="next"'
                return self.reply(200, json.dumps(entries[:2]).encode(), Link=link)
            entries = entries[2:]
        self.reply(200, json.dumps(entries).encode())

    def model_scope_list(self, owner):
        files = [
            {"Path": path, "Type": "blob", "Size": len(file["data"]), "Sha256": file["sha"]} for path, file in FILES.items()
        ] + [{"Path": "b", "Type": "tree", "Size": 0}]
        self.reply(200, json.dumps({"Code": 200, "Data": {"Files": files}}).encode())

    # Files

    def resolve(self, owner, path):
        if owner == "direct" or "/models/" in self.path:
            return self.send_file(owner, path)
        port = self.server.server_address[1]
        headers = {"X_Linked_ETag": f'"{FILES[path]["sha"]}"'}
        place = "ftp://127.0.0.1/x" if owner == "leads" else f"http://localhost:{port}/cdn/{owner}/{path}"
        self.reply(302, b"", Location=place, **headers)

    def send_file(self, owner, path):
        data = FILES[path]["data"]
        tag = '"one"'
        with LOCK:
            requests = sum(
                f"/{owner}/" in entry["path"] and "/resolve/" not in entry["path"] and entry["range"] is not None
                for entry in LOG)
        if owner == "changes" and requests > 3:
            data, tag = content("other", len(data)), '"two"'
        if owner == "restless":
            data, tag = content(requests, len(data)), f'"{requests}"'
        if owner == "pausing" and 5 <= requests < 8:
            return self.reply(503, b"")
        if owner == "busy" and requests % 2 == 1:
            return self.reply(503, b"")
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range") or "")
        condition = self.headers.get("If-Range")
        headers = {} if owner == "untagged" else {"ETag": tag}
        if asked is None or owner == "noranges" or condition not in (None, tag):
            return self.send(200, data, owner, headers)
        first, last = int(asked[1]), min(int(asked[2]), len(data) - 1)
        total = len(data) + (1 if owner == "liestotal" and first > 0 else 0)
        headers["Content-Range"] = f"bytes {first}-{last}/{total}"
        self.send(206, data[first:last + 1], owner, headers)

    def send(self, status, body, owner, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if owner == "toolong":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            body += b"more"
            self.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if owner == "breaks" and len(body) > 4_000:
            self.wfile.write(body[:max(4_000, len(body) // 2)])
            self.close_connection = True
            return
        if owner == "silent":
            self.wfile.write(body[:100])
            self.wfile.flush()
            time.sleep(30)
        self.wfile.write(body)
        self.entry["whole"] = True


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()  # until whoever started it is gone

"""An OpenAI-compatible endpoint that behaves as vLLM, llama-server and DeepSeek do, well and badly: which is said by the
model's name.

    upstream.py CAPTURE [CERTIFICATE KEY]

Prints its port. Every byte of every request is appended to the file CAPTURE, and a line for each connection that the
other side left before its answer was complete.
"""

import json
import socket
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOCK = threading.Lock()
SEEN = {}
KEY = "Bearer upstream-key"


def capture(text):
    with LOCK, open(sys.argv[1], "a", encoding="utf-8") as file:
        file.write(text + "\n")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        capture(f"{self.path} {raw}")
        body = json.loads(raw)
        if self.headers.get("Authorization") != KEY:
            return self.refuse(401)
        with LOCK:
            SEEN[body["model"]] = number = SEEN.get(body["model"], 0) + 1
        if body["model"] == "limited" and number == 1:
            return self.refuse(429, **{"Retry-After": "0"})
        if body["model"] == "failing" and number % 3:
            return self.refuse(503)
        if body["model"] == "invalid":
            return self.refuse(400, echo=raw)
        self.stream(body, number)

    def refuse(self, status, echo="", **headers):
        body = json.dumps({"error": {"message": "no: " + echo}}).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, body, number):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self.events(body, number)
            self.write(b"")
        except OSError:  # a broken pipe, a reset, TLS without its end
            capture(f"left {body['model']}")
            self.close_connection = True

    def hang_up(self):
        self.connection.shutdown(socket.SHUT_RDWR)
        raise BrokenPipeError

    def write(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def event(self, value):
        self.write(b"data: " + (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n\n")

    def events(self, body, number):
        model = body["model"]
        if model == "brokenfirst" and number == 1:
            self.hang_up()
        self.write(b": keep-alive\n\n")
        if model == "reasoner":
            self.piece(body, 0, reasoning_content="Let me ")
            self.piece(body, 0, reasoning_content="think.", content=None)
        count = 10_000 if model == "endless" else 2
        for choice in range(body.get("n", 1)):
            for word in self.words(body)[:count] * (count // 2):
                self.piece(body, choice, content=word)
                if model == "endless":
                    time.sleep(0.02)
                if model == "broken":
                    self.hang_up()
            self.piece(body, choice, "stop")
        if body.get("stream_options", {}).get("include_usage"):
            self.event({"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 12, "total_tokens": 17}})
        self.event(b"[DONE]")

    def words(self, body):
        if "prompt" in body:
            return [f"{len(body['prompt'])} ids, ", f"first {body['prompt'][0]}"]
        last = body["messages"][-1]["content"]
        return ["You said: ", last]

    def piece(self, body, choice, finish=None, **delta):
        part = {"index": choice, "finish_reason": finish}
        if "prompt" in body:
            part["text"] = delta.get("content", "")
        else:
            part["delta"] = delta
        self.event({"id": "1", "model": body["model"], "choices": [part]})


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()  # until whoever started it is gone

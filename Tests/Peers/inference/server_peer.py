"""llama.cpp's server under the clients of `weir bench generate --clients`: prints the same figures as one JSON object.

  server_peer.py LLAMA_SERVER MODEL.gguf THREADS CLIENTS PROMPT DECODE

Each client asks again as soon as it is answered, twice in all, with prompts that share nothing.
"""
import http.client
import json
import socket
import subprocess
import sys
import threading
import time

server, model = sys.argv[1:3]
threads, clients, prompt, decode = map(int, sys.argv[3:7])
REQUESTS = 2


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def call(method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"})
    return connection.getresponse()


def wait_until_ready():
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            if call("GET", "/health").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("the server did not become ready")


def tokens(seed):
    return [(k * 7919 + seed * 104_729) % vocabulary for k in range(prompt)]


def ask(seed, count):
    """Seconds to the first token, and tokens received."""
    start, first, received = time.monotonic(), None, 0
    response = call("POST", "/completion", {
        "prompt": tokens(seed), "n_predict": count, "stream": True, "ignore_eos": True, "cache_prompt": False,
        "temperature": 0, "return_tokens": True})
    for line in response:
        if line.startswith(b"data: "):
            event = json.loads(line[6:])
            received += len(event.get("tokens", []))
            if first is None and received:
                first = time.monotonic() - start
    return first, received


port = free_port()
process = subprocess.Popen(
    [server, "-m", model, "-t", str(threads), "-tb", str(threads), "-np", str(clients), "-c",
     str(clients * (prompt + decode + 32)), "--host", "127.0.0.1", "--port", str(port)],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    wait_until_ready()
    vocabulary = json.loads(call("GET", "/v1/models").read())["data"][0]["meta"]["n_vocab"]
    ask(2, 1)
    answers = []

    def client(number):
        for request in range(REQUESTS):
            answers.append(ask(100 + number * REQUESTS + request, decode))

    running = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    start = time.monotonic()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    wall = time.monotonic() - start
finally:
    process.terminate()
    process.wait()
assert len(answers) == clients * REQUESTS and all(received == decode for _, received in answers), answers
firsts = sorted(first for first, _ in answers)
print(json.dumps({
    "servedTokensPerSecond": sum(received for _, received in answers) / wall,
    "firstTokenMedian": firsts[len(firsts) // 2], "firstTokenP95": firsts[min(len(firsts) - 1, len(firsts) * 95 // 100)]}))

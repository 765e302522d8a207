"""llama.cpp on the same file as `weir bench generate`: prints the same figures, in tokens per second of wall time and of
process time, as one JSON object.

  llama_peer.py MODEL.gguf THREADS PROMPT DECODE SEQUENCES
"""
import ctypes
import json
import sys
import time

import llama_cpp as llama

path, threads, prompt, decode, sequences = sys.argv[1], *map(int, sys.argv[2:6])
# Kept: llama.cpp calls it for as long as it runs.
quiet = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)(lambda *_: None)
llama.llama_log_set(quiet, None)
llama.llama_backend_init()
started = time.monotonic()
model = llama.llama_model_load_from_file(path.encode(), llama.llama_model_default_params())
settings = llama.llama_context_default_params()
settings.n_ctx = (prompt + decode + 1) * (sequences + 1)
settings.n_batch = settings.n_ubatch = 512
settings.n_threads = settings.n_threads_batch = threads
settings.n_seq_max = sequences
settings.kv_unified = True
context = llama.llama_init_from_model(model, settings)
vocabulary = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(model))


def token(position):
    return position * 7919 % vocabulary


def compute(rows):
    """rows: (token, position, sequence, wants logits)"""
    batch = llama.llama_batch_init(len(rows), 0, 1)
    batch.n_tokens = len(rows)
    for i, (value, position, sequence, wants) in enumerate(rows):
        batch.token[i], batch.pos[i], batch.n_seq_id[i] = value, position, 1
        batch.seq_id[i][0], batch.logits[i] = sequence, wants
    assert llama.llama_decode(context, batch) == 0
    llama.llama_batch_free(batch)


def prefill():
    for start in range(0, prompt, 512):
        end = min(start + 512, prompt)
        compute([(token(i), i, 0, i == end - 1) for i in range(start, end)])


def measured(body):
    wall, process = time.monotonic(), time.process_time()
    body()
    return time.monotonic() - wall, time.process_time() - process


def decode_together(count):
    for step in range(decode):
        compute([(token(step), prompt + step, s, 1) for s in range(count)])


memory = llama.llama_get_memory(context)
prefill()
first = time.monotonic() - started
llama.llama_memory_clear(memory, True)
prefills = measured(prefill)
decodes = measured(lambda: decode_together(1))
llama.llama_memory_seq_rm(memory, 0, prompt, -1)
for s in range(1, sequences):
    llama.llama_memory_seq_cp(memory, 0, s, -1, -1)
together = measured(lambda: decode_together(sequences))
rates = {}
for name, tokens, (wall, process) in (
    ("prefill", prompt, prefills), ("decode", decode, decodes), ("batchDecode", decode * sequences, together)):
    rates[name + "TokensPerSecond"], rates[name + "TokensPerProcessSecond"] = tokens / wall, tokens / process
print(json.dumps(dict(rates, secondsToFirstToken=first, threads=threads, batchSequences=sequences)))

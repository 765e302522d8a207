"""llguidance beside `weir bench schema`: the time to find the tokens that a JSON schema allows, along one answer, and where
the two differ. Both run in processes of their own; times are of the processor.

  schema_peer.py WEIR TOKENIZER.json SCHEMA.json ANSWER.json
"""
import json
import subprocess
import sys
import tempfile
import time

import numpy as np
from llguidance import LLMatcher, LLTokenizer
from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask
from tokenizers import Tokenizer

weir, tokenizer_path, schema_path, answer_path = sys.argv[1:5]
with tempfile.NamedTemporaryFile() as file:
    command = [weir, "bench", "schema", "--json", "--tokenizer", tokenizer_path, "--schema", schema_path]
    command += ["--text", answer_path, "--masks", file.name]
    ours = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    masks = np.fromfile(file.name, dtype=np.uint8).reshape(ours["tokens"], -1)
count = masks.shape[1] * 8
tokens = LLTokenizer(open(tokenizer_path).read(), n_vocab=count)
names = Tokenizer.from_file(tokenizer_path)
ids = names.encode(open(answer_path).read().strip("\n"), add_special_tokens=False).ids
started = time.process_time()
grammar = LLMatcher.grammar_from_json_schema(open(schema_path).read())
LLMatcher(tokens, grammar)
theirs = {"compileMilliseconds": (time.process_time() - started) * 1e3}
row = allocate_token_bitmask(1, count)
differing = {"only ours": {}, "only llguidance's": {}}
for name in ["coldMaskMicroseconds", "cachedMaskMicroseconds"]:
    matcher, times = LLMatcher(tokens, grammar), []
    for index, token in enumerate(ids):
        begun = time.process_time_ns()
        fill_next_token_bitmask(matcher, row, 0)
        times.append((time.process_time_ns() - begun) / 1e3)
        if name.startswith("cold"):
            a, b = (np.unpackbits(bits, bitorder="little") for bits in (masks[index], row[0].view(np.uint8)))
            for whose, bits in [("only ours", a & ~b & 1), ("only llguidance's", b & ~a & 1)]:
                for found in np.nonzero(bits)[0]:
                    differing[whose].setdefault(names.decode([int(found)]), []).append(index)
        if not matcher.consume_token(token):
            sys.exit(f"llguidance refuses token {index} of the answer")
    theirs[name] = sum(times) / len(times)
for name, figure in theirs.items():
    print(f"{name:>26} {figure:>10.1f} {ours[name]:>10.1f}  {figure / ours[name]:.1f} times")
for whose, found in differing.items():
    print(f"{whose}: {len(found)} tokens", [repr(text) for text in list(found)[:40]])

"""Medians over the rounds of ours and llama.cpp's figures, and ours over theirs."""
import json
import statistics
import sys
from pathlib import Path

folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
names = ["prefill", "decode", "batchDecode"]


def median(peer, key):
    reports = [json.loads((folder / f"{peer}.{n}").read_text()) for n in range(1, rounds + 1)]
    return statistics.median(report[key] for report in reports)


print(f"{'tokens per process second':>26} {'llama.cpp':>10} {'Weir':>10}  ratio   (per wall second)")
for name in names:
    theirs, ours = (median(peer, name + "TokensPerProcessSecond") for peer in ("llama", "weir"))
    wall = median("weir", name + "TokensPerSecond") / median("llama", name + "TokensPerSecond")
    print(f"{name:>26} {theirs:>10.1f} {ours:>10.1f}  {ours / theirs:.2f}    ({wall:.2f})")
print(f"decoding reads weights at {median('weir', 'bandwidthShare'):.0%} of the bandwidth measured beside it")

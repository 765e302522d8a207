"""Medians over the rounds of ours and llama.cpp's server's figures, and ours over theirs."""
import json
import statistics
import sys
from pathlib import Path

folder, rounds = Path(sys.argv[1]), int(sys.argv[2])


def median(peer, key):
    reports = [json.loads((folder / f"{peer}-server.{n}").read_text()) for n in range(1, rounds + 1)]
    return statistics.median(report[key] for report in reports)


print(f"{'':>26} {'llama.cpp':>10} {'Weir':>10}  ratio")
for key, name in (
    ("servedTokensPerSecond", "tokens per second"), ("firstTokenMedian", "first token, median, s"),
    ("firstTokenP95", "first token, p95, s")):
    theirs, ours = median("llama", key), median("weir", key)
    print(f"{name:>26} {theirs:>10.1f} {ours:>10.1f}  {ours / theirs:.2f}")

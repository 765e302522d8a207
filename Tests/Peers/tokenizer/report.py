"""Rows of measurements to a table: the best of each, and Weir's steady speed over the best rival's.

usage: report.py weir VOCABULARY TEXT < FIGURES    one row from what `weir bench tokenizer` prints
       report.py table ROWS                        the table
"""
import json, sys
from collections import defaultdict


def row(vocabulary, text):
    figures = json.load(sys.stdin)
    print(json.dumps({"vocabulary": vocabulary, "rival": "weir", "text": text, "load_ms": figures["loadMilliseconds"],
                      "cold": figures["coldMegabytesPerSecond"], "steady": figures["steadyMegabytesPerSecond"],
                      "warm": figures["warmMegabytesPerSecond"]}))


def table(path):
    best = defaultdict(lambda: defaultdict(dict))
    for line in open(path):
        measured = json.loads(line)
        if "error" in measured: continue
        cell = best[measured["vocabulary"], measured["text"]][measured["rival"]]
        for key in ("cold", "steady", "warm"): cell[key] = max(cell.get(key, 0), measured[key])
        cell["load_ms"] = min(cell.get("load_ms", 1e9), measured["load_ms"])
    print("| vocabulary | text | who | load ms | cold | steady | warm | Weir's steady over it |")
    print("|---|---|---|---:|---:|---:|---:|---:|")
    for (vocabulary, text), rivals in best.items():
        own = rivals.get("weir", {}).get("steady")
        for who, cell in sorted(rivals.items(), key=lambda r: (r[0] != "weir", -r[1]["steady"])):
            ratio = f"{own / cell['steady']:.2f}" if own and who != "weir" else ""
            print(f"| {vocabulary.removesuffix('.json')} | {text.removesuffix('.txt')} | {who} | {cell['load_ms']:.0f} | "
                  f"{cell['cold']:.1f} | {cell['steady']:.1f} | {cell['warm']:.1f} | {ratio} |")


if sys.argv[1] == "weir": row(*sys.argv[2:4])
else: table(sys.argv[2])

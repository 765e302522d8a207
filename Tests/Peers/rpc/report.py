"""Medians over the rounds, and ours beside gRPC C++. Calls a second, except the p50 of one call in flight."""
import json
import statistics
import sys
from pathlib import Path

folder, rounds = Path(sys.argv[1]), int(sys.argv[2])


def rows(name, number):
    text = (folder / f"{name}.{number}").read_text().strip()
    if name != "weir":
        return [json.loads(line) for line in text.splitlines()]
    report = json.loads(text)
    return report if isinstance(report, list) else next(v for v in report.values() if isinstance(v, list))


samples = {}
for number in range(1, rounds + 1):
    for name in ("grpc-c++", "grpcio", "weir"):
        for row in rows(name, number):
            peer = name + ("+curve" if row.get("curve") else "") + ("+pinned" if row.get("pinned") else "")
            key = (row["payloadBytes"], row["inFlight"])
            figure = row["p50Microseconds"] if row["inFlight"] == 1 else row["callsPerSecond"]
            samples.setdefault(key, {}).setdefault(peer, []).append(figure)

TARGETS = {100: (4, 2.5), 4096: (1.8, 1)}
print(f"{'bytes':>6} {'flying':>6} {'gRPC C++':>10} {'grpcio':>10} {'Weir':>10} {'+CURVE':>10}  ratio (target)  +CURVE (target)")
for (size, flying), peers in sorted(samples.items()):
    figures = [statistics.median(peers.get(name, [0])) for name in ("grpc-c++", "grpcio", "weir", "weir+curve")]
    grpc, _, plain, curve = figures
    unit = " µs" if flying == 1 else "/s"
    ratio, curved = (grpc / max(plain, 1e-9), grpc / max(curve, 1e-9)) if flying == 1 else (plain / grpc, curve / grpc)
    target, curve_target = (1, "-") if flying == 1 else TARGETS[size]
    columns = " ".join(f"{figure:>8.0f}{unit}" for figure in figures)
    if flying == 1:
        pinned = statistics.median(peers.get("weir+pinned", [0]))
        columns += f"  pinned {pinned:.0f} µs, {grpc / max(pinned, 1e-9):.2f};"
    print(f"{size:>6} {flying:>6} {columns}  {ratio:>5.2f} ({target})        {curved:>5.2f} ({curve_target})")

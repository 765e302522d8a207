"""The table of one run, in Markdown."""

import json
import sys
from pathlib import Path

folder, sets = Path(sys.argv[1]), sys.argv[2:]
print("| text | tool | leak | NAME leak | char precision | char F2 | clean texts masked | characters/s |")
print("|---|---|---|---|---|---|---|---|")
for name in sets:
    for path in sorted(folder.glob(f"{name}.*.json"), key=lambda p: ("weir" not in p.name, p.name)):
        peer, result = path.name.split(".")[1], json.loads(path.read_text())
        seconds = sum(map(float, (folder / f"{name}.{peer}.time").read_text().split()[-2:]))
        overall, named = result["overall"], result["types"].get("NAME")
        masked = f"{result['neg_overredacted']:.3f}" if result["neg_docs"] else "–"
        name_leak = f"{named['leak']:.3f}" if named else "–"
        print(
            f"| {name} | {peer} | {overall['leak']:.3f} | {name_leak} | {overall['char_precision']:.3f} "
            f"| {overall['char_f2']:.3f} | {masked} | {result['chars'] / max(seconds, 0.01):,.0f} |"
        )

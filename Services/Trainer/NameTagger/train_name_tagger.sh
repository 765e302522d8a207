#!/bin/sh
# Trains the name tagger and writes Shared/Deidentification/CTagger/weights.bin. Takes about ten minutes of one core.
#
#   Services/Trainer/NameTagger/train_name_tagger.sh DATA [WORK]
#
# DATA holds train/ and gazetteers/, and beside it is corpora/medquad (README.md lists what). WORK keeps the generated text; default .build/name-tagger.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
data=$1
work=${2:-$root/.build/name-tagger}
mkdir -p "$work"

[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
c++ -std=c++20 -O3 -march=native -ffast-math -o "$work/train" "$here/train.cpp"
PYTHONHASHSEED=0 "$work/venv/bin/python" "$here/build.py" "$data" "$work" 1
"$work/train" "$work/lexicon.tsv" "$work/train.tsv" "$work/weights.bin" 3 1
cp "$work/weights.bin" "$root/Shared/Deidentification/CTagger/weights.bin"

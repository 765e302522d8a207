"""Writes the training text: the corpora, the same with other names, dialogues with names put in, and filled templates."""

import random
import sys
from pathlib import Path

import corpora
import gazetteers
from corpora import Text
from gazetteers import Gazetteers, lexicon
from synthetic import Filler, noisy, peopled, registers, substituted

HERE = Path(__file__).parent
# As CharacterFolding.swift does it.
FOLD = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {c: 0x20 for c in (0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B))}
FOLD |= {c: 0x2D for c in (*range(0x2010, 0x2016), 0x2212)} | {c: 0x27 for c in (0x2018, 0x2019, 0x201B, 0x2032)}
FOLD |= gazetteers.TRADITIONAL
FOLD |= {c: 0x22 for c in (0x201C, 0x201D, 0x2033)} | {c: 0xB7 for c in (0x2022, 0x2027, 0x30FB, 0xFF65)}


def line(text: Text) -> str:
    """One line for the trainer: offsets in bytes of the folded text."""
    folded = text.text.translate(FOLD)
    offsets = [0]
    for character in folded:
        offsets.append(offsets[-1] + len(character.encode()))
    spans = "".join(f"{offsets[s]},{offsets[e]},{kind};" for s, e, kind in text.spans if e > s)
    escaped = folded.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", " ")
    return f"{escaped}\t{spans}\n"


def paragraphs(texts: list, r: random.Random, separator: str, most: int = 4) -> list:
    """Neighbouring sentences joined, as readers meet them; a document is more than a sentence."""
    out, i = [], 0
    while i < len(texts):
        count = r.choice([1, 1, 2, 3, most])
        whole = Text(texts[i].text, list(texts[i].spans))
        for other in texts[i + 1 : i + count]:
            whole.append(other, separator if r.random() < 0.85 else "\n")
        out.append(whole)
        i += count
    return out


def synthetic(templates: dict, filler: Filler, language: str, count: int, r: random.Random) -> list:
    """Texts of one to six filled templates of a register; half of all registers name no one."""
    plain = [name for name in templates if name.startswith("none")]
    named = [name for name in templates if not name.startswith("none")]
    out = []
    for _ in range(count):
        register = r.choice(named) if r.random() < 0.6 else r.choice(plain)
        whole = Text("")
        for index in range(r.choice([1, 1, 2, 3, 4, 6])):
            source = register if r.random() < 0.8 else r.choice(plain)
            part = filler.fill(r.choice(templates[source]), language)
            separator = "" if index == 0 else "\n" if r.random() < 0.25 else "" if language == "zh" else " "
            whole.append(part, separator)
        out.append(noisy(whole, r) if language == "en" else whole)
    return out


def unpunctuated(text: Text) -> Text:
    """Chinese as people type it in a hurry: spaces for commas, nothing for full stops."""
    return Text(text.text.translate({ord("，"): " ", ord("。"): " ", ord("、"): " "}), text.spans)


def main(data: Path, out: Path, seed: int) -> None:
    r = random.Random(seed)
    lists = Gazetteers(data / "gazetteers")
    words = lexicon(lists)
    (out / "lexicon.tsv").write_text("".join(f"{w}\t{v}\n" for w, v in sorted(words.items())), encoding="utf-8")
    filler = Filler(lists, r)
    texts = []
    copies = {"wikigold": 3, "sec": 3, "broad-twitter": 3, "wnut17": 4, "uner-ewt": 6, "wikiann": 1}
    for name, sentences in corpora.english(data / "train").items():
        for copy in range(copies[name]):
            altered = [s if copy == 0 else substituted(s, filler, "en") for s in sentences]
            texts += [noisy(t, r, 0.9) for t in paragraphs(altered, r, " ")]
    copies |= {"uner-gsdsimp": 10}
    for name, sentences in corpora.chinese(data / "train").items():
        for copy in range(copies[name]):
            texts += paragraphs([s if copy == 0 else substituted(s, filler, "zh") for s in sentences], r, "")
    dialogues = corpora.dialogues(data / "train")
    r.shuffle(dialogues)
    texts += [peopled(s, filler) if i % 2 else Text(s) for i, s in enumerate(dialogues[:24000])]
    questions = corpora.medical_questions(data.parent / "corpora/medquad")
    texts += [noisy(t, r, 0.9) for t in paragraphs([Text(q) for q in r.sample(questions, min(18000, len(questions)))], r, " ")]
    texts += synthetic(registers(HERE / "templates/en.txt"), filler, "en", 58000, r)
    chinese = synthetic(registers(HERE / "templates/zh.txt"), filler, "zh", 74000, r)
    texts += [unpunctuated(t) if r.random() < 0.12 else t for t in chinese]
    with open(out / "train.tsv", "w", encoding="utf-8") as file:
        file.writelines(line(t) for t in texts)
    held_out = Filler(lists, r, held_out=True)
    with open(out / "held-out.tsv", "w", encoding="utf-8") as file:
        for language in ("en", "zh"):
            file.writelines(line(t) for t in synthetic(registers(HERE / f"templates/{language}.txt"), held_out, language, 1500, r))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)

"""Reads the annotated corpora as texts with spans. Only files that no measure is taken on."""

import csv
import html
import re
from dataclasses import dataclass, field
from pathlib import Path

NAME, LOCATION, ORG = 0, 1, 2
TYPES = {
    "PER": NAME, "person": NAME, "LOC": LOCATION, "location": LOCATION, "ORG": ORG, "corporation": ORG, "group": ORG,
}
# Roles that the loan agreements of the SEC corpus count as persons.
ROLES = {"borrower", "lender", "lenders", "borrowers", "executive", "company", "agent", "guarantor", "parties"}


@dataclass
class Text:
    text: str
    spans: list = field(default_factory=list)  # (start, end, type), offsets in characters

    def append(self, other: "Text", separator: str) -> None:
        base = len(self.text) + len(separator)
        self.text += separator + other.text
        self.spans += [(start + base, end + base, kind) for start, end, kind in other.spans]


def spans_of(tags: list, offsets: list) -> list:
    """Spans from IOB1 or IOB2 tags and the offsets of their tokens."""
    spans, previous = [], "O"
    for tag, (start, end) in zip(tags, offsets):
        kind = TYPES.get(tag[2:]) if tag != "O" else None
        if kind is not None:
            continues = tag[0] == "I" and previous[2:] == tag[2:] and spans
            if continues:
                spans[-1] = (spans[-1][0], end, kind)
            else:
                spans.append((start, end, kind))
        previous = tag
    return spans


NO_SPACE_BEFORE = re.compile(r"^([.,;:!?%)\]}…]|'s|'S|'re|'ve|'ll|'d|'m|n't|'|’s|/|-)$")
NO_SPACE_AFTER = {"(", "[", "{", "$", "/", "-", "#", "@"}


def joined(tokens: list, tags: list, spaced: bool) -> Text:
    """Running text from tokens; `spaced` puts English spaces where writers do."""
    text, offsets, open_quote = "", [], False
    for index, token in enumerate(tokens):
        is_close = token in ('"', "''") and open_quote
        glued = not text or NO_SPACE_BEFORE.match(token) or tokens[index - 1] in NO_SPACE_AFTER or is_close
        if index and tokens[index - 1] in ('"', "``") and open_quote:
            glued = True
        if token in ('"', "``", "''"):
            open_quote = not open_quote
            token = '"'
        if spaced and not glued:
            text += " "
        offsets.append((len(text), len(text) + len(token)))
        text += token
    return Text(text, spans_of(tags, offsets))


def columns(path: Path, tag_column: int, token_prefix: str = "") -> list:
    """One text for each sentence of a file with a token and its tag a line."""
    sentences, tokens, tags = [], [], []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n") + [""]:
        parts = line.split()
        if len(parts) < 2 or parts[0] == "-DOCSTART-":
            if tokens:
                sentences.append(joined(tokens, tags, True))
            tokens, tags = [], []
            continue
        tokens.append(parts[0].removeprefix(token_prefix))
        tags.append(parts[tag_column])
    return sentences


def iob2(path: Path) -> list:
    """Universal NER: the tokens are found again in the sentence's own text."""
    sentences, text, position, tags, offsets = [], None, 0, [], []
    for line in path.read_text(encoding="utf-8").split("\n") + [""]:
        if line.startswith("# text = "):
            text, position, tags, offsets = line[9:], 0, [], []
        elif text is not None and not line.strip():
            sentences.append(Text(text, spans_of(tags, offsets)))
            text = None
        elif text is not None and line[0].isdigit():
            token, tag = line.split("\t")[1:3]
            start = text.find(token, position)
            if start < 0:
                continue
            position = start + len(token)
            offsets.append((start, position))
            tags.append(tag)
    return sentences


def english(train: Path) -> dict:
    mixed = train / "btc_wikigold_sec_gum_re3d"
    sec = columns(mixed / "SEC-filings__CONLL-format__data__train__FIN5.txt", -1)
    sec += columns(mixed / "SEC-filings__CONLL-format__data__test__FIN3.txt", -1)
    for sentence in sec:
        sentence.spans = [s for s in sentence.spans if sentence.text[s[0] : s[1]].lower() not in ROLES]
    tweets = []
    for part in "abefgh":
        tweets += columns(mixed / f"BTC__CONLL-format__data__{part}.conll", -1)
    for tweet in tweets:  # handles are another recognizer's
        tweet.spans = [s for s in tweet.spans if "@" not in tweet.text[max(0, s[0] - 2) : s[1]]]
    return {
        "wikigold": columns(mixed / "wikigold__CONLL-format__data__wikigold.conll.txt", -1),
        "sec": sec,
        "broad-twitter": tweets,
        "wnut17": columns(train / "wnut17/wnut17train.conll", -1) + columns(train / "wnut17/emerging.dev.conll", -1),
        "uner-ewt": iob2(train / "uner_en_ewt/en_ewt-ud-dev.iob2"),
        "wikiann": columns(train / "wikiann_en/train", -1, "en:") + columns(train / "wikiann_en/dev", -1, "en:"),
    }


def chinese(train: Path) -> dict:
    return {
        "uner-gsdsimp": iob2(train / "uner_zh_gsdsimp/zh_gsdsimp-ud-train.iob2")
        + iob2(train / "uner_zh_gsdsimp/zh_gsdsimp-ud-dev.iob2"),
    }


def dialogues(train: Path) -> list:
    """Sentences of the unannotated Chinese medical dialogues."""
    folder = train / "zh_medical_dialogue"
    sentences = []
    for path in sorted(folder.glob("*内科*.csv")):
        for row in csv.reader(path.read_text(encoding="gb18030", errors="replace").splitlines()):
            for cell in row[1:]:
                sentences += [s for s in re.split(r"(?<=[。！？；])", cell) if 6 < len(s) < 160]
    return sentences


def medical_questions(folder: Path) -> list:
    """Questions that name diseases, drugs and tests and no one: all but every ninth page, which is kept for measuring."""
    questions = set()
    for index, path in enumerate(sorted(folder.glob("*_QA*/*.xml"))):
        if index % 9:
            found = re.findall(r"<Question[^>]*>(.*?)</Question>", path.read_text(encoding="utf-8", errors="ignore"), re.S)
            questions |= {html.unescape(" ".join(q.split())) for q in found}
    return sorted(questions)

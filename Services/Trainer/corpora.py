"""Reads the training corpora as passages: a title, a text, and where the corpus has one a question about it."""

import csv
import hashlib
import json
import re
import unicodedata
import xml.etree.ElementTree as XML
from dataclasses import dataclass
from pathlib import Path

# One passage in this many is never trained on; the figures of the model card are measured on these.
HELD_OUT_ONE_IN = 25
# Longer sentences of the dialogue corpus are mostly several run together: nothing to learn quoting from.
ZH_SENTENCE_CHARACTERS_MAX = 90


@dataclass(frozen=True)
class Passage:
    """A titled text in one language ("en" or "zh")."""

    language: str
    title: str
    text: str
    question: str | None = None

    @property
    def is_held_out(self) -> bool:
        """Decided by the title, so that a topic is either trained on or held out as a whole."""
        topic = self.title.split(":")[0]
        return hashlib.sha256(topic.encode()).digest()[0] % HELD_OUT_ONE_IN == 0


def clean(text: str) -> str:
    """One line in the normal form C, with single spaces and without space before punctuation."""
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text)).strip()
    return re.sub(r" ([?.,;:!])", r"\1", text)


def sentences(text: str, language: str) -> list[str]:
    pattern = r"(?<=[。！？；])" if language == "zh" else r"(?<=[.!?]) (?=[A-Z\[])"
    return [part.strip() for part in re.split(pattern, text) if part.strip()]


def opening(text: str, language: str, characters: int) -> str:
    """The first whole sentences of a text, up to about this many characters."""
    kept = ""
    for sentence in sentences(text, language):
        if kept and len(kept) + len(sentence) > characters:
            break
        kept += sentence if language == "zh" or not kept else " " + sentence
    return kept


def medquad(folder: Path, characters: int = 520) -> list[Passage]:
    """MedQuAD (Ben Abacha and Demner-Fushman, 2019; CC BY 4.0): the question-answer pairs that have an answer."""
    passages = []
    for path in sorted(folder.glob("*_QA*/*.xml")):
        root = XML.parse(path).getroot()
        focus = clean(root.findtext("Focus") or "")
        for pair in root.iter("QAPair"):
            answer, question = clean(pair.findtext("Answer") or ""), pair.find("Question")
            text = opening(answer, "en", characters)
            if not focus or question is None or not 80 <= len(text) <= 2 * characters:
                continue
            aspect = question.get("qtype") or "information"
            title = focus if aspect == "information" else f"{focus}: {aspect}"
            asked = clean(question.text or "").replace("What is (are)", "What is")
            passages.append(Passage("en", title, text, asked))
    return passages


def medical_dialogue(path: Path, characters: int = 220) -> list[Passage]:
    """Chinese medical dialogue data (Toyhom, 2019; MIT): the question's title and the physician's answer."""
    passages = []
    with open(path, encoding="gb18030", newline="") as file:
        for row in csv.DictReader(file):
            title = clean(row["title"] or "").rstrip("？?。 ")
            text = opening(clean(row["answer"] or ""), "zh", characters)
            is_quotable = all(len(sentence) <= ZH_SENTENCE_CHARACTERS_MAX for sentence in sentences(text, "zh"))
            if 4 <= len(title) <= 24 and 40 <= len(text) and is_quotable:
                passages.append(Passage("zh", title, text, title + "？"))
    return passages


def shipped_knowledge(folder: Path) -> list[Passage]:
    """The passages of our own writing that the project ships."""
    passages = []
    for language in ("en", "zh"):
        for line in (folder / f"medical-{language}.jsonl").read_text().splitlines():
            record = json.loads(line)
            passages.append(Passage(language, record["title"], record["text"]))
    return passages

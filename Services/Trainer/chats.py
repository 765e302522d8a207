"""Makes the training chats: passages in the system message, questions whose answers quote the passages.

A model this small cannot know medicine. It is trained to find the passage that a question is about and to quote from
it, so that every statement it makes can be checked against the source it names. Passages and answers begin alike,
`From "Title": …` and `根据《Title》：…`, so that answering is copying from the right place.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass

from corpora import Passage, sentences

INSTRUCTIONS = {
    "en": [
        "Answer the question from the passages below. This is general information, not medical advice.",
        "Answer from the passages only. If they do not say, say so.",
        "You are a careful medical assistant. Use the passages. Do not guess.",
        "Use these passages to answer.",
        "Answer from the passages below. Say so when they do not tell.",
    ],
    "zh": [
        "请根据下面的资料回答问题。内容仅供参考，不构成医疗建议。",
        "只根据资料回答。资料没有提到的，请直接说明。",
        "你是谨慎的医学助手。请使用资料回答，不要猜测。",
        "请用以下资料回答。",
    ],
}

# What a question looks like after de-identification: placeholders stand where the identifiers were.
INTRODUCTIONS = {
    "en": [
        "[NAME_1] was born on [DATE_1], phone [PHONE_1], record number [ID_1], and lives at [LOCATION_1]. ",
        "My patient [NAME_1] (born [DATE_1], MRN [ID_1], phone [PHONE_1]) lives at [LOCATION_1]. ",
        "Patient [NAME_1], date of birth [DATE_1], [LOCATION_1], tel. [PHONE_1]. ",
        "I am writing about [NAME_1], [AGE_1], record [ID_1]. ",
        "My mother [NAME_1] was seen at [ORG_1] on [DATE_1]. ",
        "[NAME_1] ([EMAIL_1], [PHONE_1]) asks: ",
        "My name is [NAME_1]. ",
    ],
    "zh": [
        "患者[NAME_1]，出生日期[DATE_1]，电话[PHONE_1]，病历号[ID_1]，住在[LOCATION_1]。",
        "[NAME_1]，身份证号[ID_1]，手机[PHONE_1]，家住[LOCATION_1]。",
        "我母亲[NAME_1]于[DATE_1]在[ORG_1]就诊。",
        "病人[NAME_1]，[DATE_1]出生，住址[LOCATION_1]，联系电话[PHONE_1]。",
        "我叫[NAME_1]，电话[PHONE_1]。",
        "我的父亲[NAME_1]（病历号[ID_1]）",
    ],
}

# (words that mark a sentence as about the aspect, questions about the aspect)
ASPECTS = {
    "en": [
        (r"symptom|sign[s ]|feel", ["What are the symptoms of {t}?", "What are the signs of {t}?"]),
        (r"treat|medicine|therapy|manage", ["How is {t} treated?", "What is the treatment for {t}?"]),
        (r"urgent|emergency|immediately|at once|ambulance", ["When is {t} an emergency?", "When should {n} get urgent help for {t}?"]),
        (r"avoid|should not|interact", ["What should {n} avoid with {t}?", "What should {n} be careful about with {t}?"]),
        (r"cause|risk|more likely", ["What causes {t}?", "Who is at risk of {t}?"]),
        (r"test|diagnos|measure|check|monitor", ["How is {t} checked?", "Which tests are needed for {t}?"]),
    ],
    "zh": [
        (r"症状|表现|征象", ["{t}有什么症状？", "{t}的表现有哪些？"]),
        (r"治疗|药物|用药|管理", ["{t}怎么治疗？", "{t}如何用药？"]),
        (r"立即|急诊|急救|尽快", ["{t}什么时候需要急诊？", "{t}出现哪些情况要立即就医？"]),
        (r"避免|不要|不宜|相互作用|禁", ["{t}要避免什么？", "{t}有什么注意事项？"]),
        (r"原因|引起|风险|危险因素", ["{t}是什么原因？", "哪些人容易得{t}？"]),
        (r"检查|诊断|监测|测量", ["{t}怎么检查？", "{t}需要做哪些检查？"]),
    ],
}

GENERAL = {
    "en": ["What is {t}?", "What should {n} know about {t}?", "Tell me about {t}.", "Can you explain {t} to {n}?",
           "{n} asks about {t}. What is important?", "What can {n} do about {t}?"],
    "zh": ["{t}是什么？", "{n}想了解{t}。", "请介绍一下{t}。", "关于{t}，{n}要注意什么？", "{t}应该怎么办？"],
}

KEYWORDS = {
    "en": ["{t}: what about {k}?", "What do you know about {k}?", "About {t}, {n} asks about {k}.", "Is {k} important in {t}?"],
    "zh": ["{t}与{k}有什么关系？", "{k}要注意什么？", "关于{t}，请说明{k}。"],
}

ADVICE = {
    "en": " Please ask a doctor or pharmacist before {n} changes any treatment.",
    "zh": "调整治疗前，请{n}先咨询医生或药师。",
}

UNKNOWN = {
    "en": "The passages do not answer this. Please ask a doctor or pharmacist.",
    "zh": "资料中没有这个问题的答案，请咨询医生或药师。",
}

NOBODY = {"en": ["my patient", "a patient", "someone"], "zh": ["我", "患者", "病人"]}


@dataclass(frozen=True)
class Turn:
    question: str
    answer: str
    key_sentence: str


@dataclass(frozen=True)
class Chat:
    system: str
    turns: list[Turn]


class ChatMaker:
    """Draws chats over a set of passages; all randomness comes from the seed."""

    def __init__(self, passages: list[Passage], seed: int):
        self.random = random.Random(seed)
        self.passages = {language: [p for p in passages if p.language == language] for language in ("en", "zh")}
        self.frequency = Counter(w for p in passages for s in sentences(p.text, p.language) for w in words(s, p.language))

    def chat(self, language: str, passages_max: int, turns: int) -> Chat:
        shown = self.random.sample(self.passages[language], self.random.randint(1, passages_max))
        introduced = self.random.random() < 0.7
        made = [self.turn(language, shown, introduced and index == 0, introduced) for index in range(turns)]
        return Chat(self.system(language, shown), made)

    def system(self, language: str, shown: list[Passage]) -> str:
        # A policy has one system prompt, whatever the language of the question.
        instructions = INSTRUCTIONS["en"] if self.random.random() < 0.5 else INSTRUCTIONS[language]
        return "\n\n".join([self.random.choice(instructions), *(quote(p, [p.text]) for p in shown)])

    def turn(self, language: str, shown: list[Passage], introduces: bool, has_name: bool) -> Turn:
        name = "[NAME_1]" if has_name else self.random.choice(NOBODY[language])
        introduction = self.random.choice(INTRODUCTIONS[language]) if introduces else ""
        if self.random.random() < 0.03:
            absent = self.random.choice(self.passages[language])
            if all(absent.title.split(":")[0] != p.title.split(":")[0] for p in shown):
                return Turn(introduction + self.general(absent, name), UNKNOWN[language], UNKNOWN[language])
        # Search puts the best passage first more often than not.
        passage = shown[0] if self.random.random() < 0.5 else self.random.choice(shown)
        question, first = self.question(passage, name)
        return self.answer(passage, introduction + question, first, name if has_name else None)

    def question(self, passage: Passage, name: str) -> tuple[str, int]:
        """A question and the index of the sentence that answers it."""
        parts, kind = sentences(passage.text, passage.language), self.random.random()
        if passage.question and kind < 0.45:
            return passage.question, 0
        if kind < (0.55 if passage.question else 0.4):
            return self.general(passage, name), 0
        aspects = [] if kind > 0.8 else self.aspects(passage, parts)
        if aspects:
            template, index = self.random.choice(aspects)
            return template.format(t=topic(passage), n=name), index
        index = self.random.randrange(len(parts))
        keyword = self.keyword(parts[index], passage.language)
        if keyword is None:
            return self.general(passage, name), 0
        return self.random.choice(KEYWORDS[passage.language]).format(t=topic(passage), k=keyword, n=name), index

    def general(self, passage: Passage, name: str) -> str:
        return self.random.choice(GENERAL[passage.language]).format(t=topic(passage), n=name)

    def aspects(self, passage: Passage, parts: list[str]) -> list[tuple[str, int]]:
        """Questions on aspects, each with the first sentence which is about it."""
        found = []
        for pattern, templates in ASPECTS[passage.language]:
            index = next((i for i, part in enumerate(parts) if re.search(pattern, part, re.IGNORECASE)), None)
            if index is not None:
                found.append((self.random.choice(templates), index))
        return found

    def keyword(self, sentence: str, language: str) -> str | None:
        """One or two of the sentence's rarest words."""
        rare = sorted(set(words(sentence, language)), key=lambda w: (self.frequency[w], w))[:4]
        if not rare:
            return None
        chosen = self.random.sample(rare, min(len(rare), self.random.randint(1, 2)))
        return ("和" if language == "zh" else " and ").join(chosen)

    def answer(self, passage: Passage, question: str, first: int, name: str | None) -> Turn:
        parts = sentences(passage.text, passage.language)
        count = 2 if len(parts[first]) < (130 if passage.language == "en" else 45) else 1
        advice = ADVICE[passage.language].format(n=name) if name else ""
        return Turn(question, quote(passage, parts[first : first + count]) + advice, parts[first])


def quote(passage: Passage, parts: list[str]) -> str:
    if passage.language == "zh":
        return f"根据《{passage.title}》：" + "".join(parts)
    return f'From "{passage.title}": ' + " ".join(parts)


def topic(passage: Passage) -> str:
    """The title as it stands in a question: without its aspect."""
    return passage.title.split(":")[0]


def words(sentence: str, language: str) -> list[str]:
    """English words of six letters and more, Chinese runs of two to four characters between function words."""
    if language == "en":
        return re.findall(r"[a-z]{6,}", sentence)
    return re.findall(r"[\u4e00-\u9fff]{2,4}", re.sub(r"[的了和是在有也或与及等可会要应为对从到并不能]", " ", sentence))

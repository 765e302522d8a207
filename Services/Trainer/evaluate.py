"""Measures a checkpoint on passages that were never trained on, and on questions over the shipped passages.

Figures, per language: loss per answer token, the share of questions whose greedy answer names the right passage, and
the share whose answer contains the key sentence word for word.
"""

import argparse
import json
import re
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from chats import Chat, ChatMaker
from corpora import Passage, medical_dialogue, medquad, shipped_knowledge
from llama import Configuration, Llama, rotate
from vocabulary import MESSAGE_END, MESSAGE_START, encode_chat

ANSWER_TOKENS_MAX = 160
SEED = 7


class Decoder:
    """Greedy decoding of one sequence with cached keys and values."""

    def __init__(self, model: Llama):
        self.model, self.cache = model, [None] * len(model.blocks)

    def answer(self, ids: list[int], end: int) -> list[int]:
        said, position, pending = [], 0, ids
        while len(said) < ANSWER_TOKENS_MAX and position + len(pending) < self.model.configuration.context:
            hidden = self.hidden(torch.tensor([pending]), position)
            position += len(pending)
            token = int(self.model.logits(hidden[0, -1]).argmax())
            if token == end:
                break
            said.append(token)
            pending = [token]
        return said

    def hidden(self, ids: torch.Tensor, start: int) -> torch.Tensor:
        stop = start + ids.shape[1]
        cosine, sine = self.model.cosine[start:stop], self.model.sine[start:stop]
        x = self.model.embedding(ids)
        for index, block in enumerate(self.model.blocks):
            x = x + self.attention(index, block.attention, block.attention_norm(x), cosine, sine)
            y = block.feed_forward_norm(x)
            x = x + block.down(F.silu(block.gate(y)) * block.up(y))
        return self.model.norm(x)

    def attention(self, index, layer, x, cosine, sine) -> torch.Tensor:
        group = layer.c.heads // layer.c.key_heads
        k = rotate(layer.split(layer.k(x), layer.c.key_heads), cosine, sine).repeat_interleave(group, 1)
        v = layer.split(layer.v(x), layer.c.key_heads).repeat_interleave(group, 1)
        if self.cache[index] is not None:
            k, v = (torch.cat(pair, 2) for pair in zip(self.cache[index], (k, v)))
        self.cache[index] = (k, v)
        q = rotate(layer.split(layer.q(x), layer.c.heads), cosine, sine)
        # Either the whole prompt, or one position that sees all before it.
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=x.shape[1] > 1)
        return layer.output(mixed.transpose(1, 2).reshape(1, x.shape[1], -1))


def answer(model: Llama, tokenizer: Tokenizer, system: str, question: str) -> str:
    prompt = (
        f"{MESSAGE_START}system\n{system}{MESSAGE_END}\n{MESSAGE_START}user\n{question}{MESSAGE_END}\n"
        f"{MESSAGE_START}assistant\n"
    )
    said = Decoder(model).answer(tokenizer.encode(prompt).ids, tokenizer.token_to_id(MESSAGE_END))
    return tokenizer.decode(said)


def source(answer: str) -> str:
    """The opening of an answer that names its passage; all of it when it names none."""
    found = re.match(r'From ".*?": |根据《.*?》：', answer)
    return found.group() if found else answer


def answer_loss(model: Llama, tokenizer: Tokenizer, chats: list[Chat]) -> float:
    total, count = 0.0, 0
    for chat in chats:
        ids, spoken = encode_chat(tokenizer, chat)
        ids, spoken = torch.tensor(ids[:1024]), torch.tensor(spoken[:1024])
        chosen = spoken[1:]
        logits = model.logits(model.hidden(ids[None, :-1])[0][chosen])
        total += F.cross_entropy(logits, ids[1:][chosen], reduction="sum").item()
        count += int(chosen.sum())
    return total / count


def figures(model: Llama, tokenizer: Tokenizer, passages: list[Passage], language: str, chats: int) -> dict:
    maker = ChatMaker(passages, SEED)
    made = [maker.chat(language, 3, 1) for _ in range(chats)]
    asked = [(chat, turn) for chat in made for turn in chat.turns]
    answers = [answer(model, tokenizer, chat.system, turn.question) for chat, turn in asked]
    quoted = sum(turn.key_sentence in text for (_, turn), text in zip(asked, answers))
    sourced = sum(text.startswith(source(turn.answer)) for (_, turn), text in zip(asked, answers))
    return {
        "answer_loss": round(answer_loss(model, tokenizer, made), 3),
        "key_sentence_share": round(quoted / len(asked), 3),
        "right_passage_share": round(sourced / len(asked), 3),
        "questions": len(asked),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("medquad", "dialogue", "knowledge", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--chats", type=int, default=100, help="chats per language and set")
    parser.add_argument("--show", action="store_true", help="print one answer per language and set")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    model = Llama(Configuration())
    model.load_state_dict(torch.load(arguments.work / "checkpoint.pt")["model"])
    held_out = [p for p in medquad(arguments.medquad) + medical_dialogue(arguments.dialogue) if p.is_held_out]
    sets = {"held_out": held_out, "shipped": shipped_knowledge(arguments.knowledge)}
    for name, passages in sets.items():
        for language in ("en", "zh"):
            measured = figures(model, tokenizer, passages, language, arguments.chats)
            print(json.dumps({"set": name, "language": language, **measured}), flush=True)
            if arguments.show:
                chat = ChatMaker(passages, SEED + 1).chat(language, 2, 1)
                said = answer(model, tokenizer, chat.system, chat.turns[0].question)
                print(f"{chat.system}\n> {chat.turns[0].question}\n< {said}\n= {chat.turns[0].answer}\n")


if __name__ == "__main__":
    main()

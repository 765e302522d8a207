"""Trains weir-medical-mini on one CPU thread, in stages that resume from the work folder's checkpoint.

    python train_default_model.py --stage general --minutes 6 …    short chats over public corpora
    python train_default_model.py --stage shipped --minutes 20 …   longer chats, most of them over our own passages
    python train_default_model.py --stage finish --minutes 20 …    the same at a falling rate; again with another --seed for more

Every checkpoint also writes the GGUF.
"""

import argparse
import json
import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import vocabulary
from chats import Chat, ChatMaker
from corpora import Passage, medical_dialogue, medquad, shipped_knowledge
from export import write_gguf
from initialization import initialize_quoting
from llama import Configuration, Llama

TOKENS_PER_BATCH = 4096
# Chats are drawn in pools and sorted by length, so that a batch holds little padding.
CHATS_PER_POOL = 192
# Share of the prompt's tokens which are predicted too: they teach the language, the answers teach the task.
PROMPT_LOSS_SHARE = 0.2
MATRIX_RATE, VECTOR_RATE = 0.01, 0.003
WARMUP_STEPS = 40
CHECKPOINT_SECONDS = 240
SEED = 20261123


@dataclass(frozen=True)
class Stage:
    """Lengths in tokens; the rate is constant until `decay_from` of the time has passed, then falls to zero."""

    length_max: int
    passages_max: int
    turns_max: int
    shipped_share: float
    decay_from: float


STAGES = {
    "general": Stage(length_max=448, passages_max=3, turns_max=4, shipped_share=0.0, decay_from=1.0),
    "shipped": Stage(length_max=960, passages_max=3, turns_max=5, shipped_share=0.6, decay_from=0.4),
    "finish": Stage(length_max=960, passages_max=3, turns_max=5, shipped_share=0.7, decay_from=0.0),
}


def training_passages(arguments: argparse.Namespace) -> list[Passage]:
    public = medquad(arguments.medquad) + medical_dialogue(arguments.dialogue)
    return [passage for passage in public if not passage.is_held_out]


def load_vocabulary(path: Path, passages: list[Passage]) -> Tokenizer:
    """Trained once on chats over the public corpora, so that it knows placeholders and quoting phrases too."""
    if not path.exists():
        maker = ChatMaker(passages, SEED)
        texts = (vocabulary.chat_text(maker.chat(language, 3, 2)) for _ in range(9000) for language in ("en", "zh"))
        vocabulary.train(texts, Configuration.vocabulary).save(str(path))
    return Tokenizer.from_file(str(path))


class Batches:
    """Endless batches (ids, predicted) of a stage, each (B, T)."""

    def __init__(self, stage: Stage, tokenizer: Tokenizer, public: list[Passage], shipped: list[Passage], seed: int):
        self.stage, self.tokenizer = stage, tokenizer
        self.public = ChatMaker(public, seed)
        self.shipped = ChatMaker(shipped, seed + 1) if shipped else None
        self.random = self.public.random

    def __iter__(self):
        while True:
            pool = sorted((self.encoded() for _ in range(CHATS_PER_POOL)), key=lambda chat: len(chat[0]))
            batches = list(split_by_tokens(pool))
            self.random.shuffle(batches)
            yield from map(self.tensors, batches)

    def encoded(self) -> tuple[list[int], list[bool]]:
        while True:
            ids, spoken = vocabulary.encode_chat(self.tokenizer, self.chat())
            if len(ids) <= self.stage.length_max:
                return ids, spoken

    def chat(self) -> Chat:
        is_shipped = self.shipped is not None and self.random.random() < self.stage.shipped_share
        maker = self.shipped if is_shipped else self.public
        language = self.random.choice(("en", "zh"))
        return maker.chat(language, self.stage.passages_max, self.random.randint(2, self.stage.turns_max))

    def tensors(self, chats) -> tuple[torch.Tensor, torch.Tensor]:
        length = max(len(ids) for ids, _ in chats)
        ids = torch.zeros(len(chats), length, dtype=torch.long)
        predicted = torch.zeros(len(chats), length, dtype=torch.bool)
        for row, (tokens, spoken) in enumerate(chats):
            ids[row, : len(tokens)] = torch.tensor(tokens)
            sampled = [is_spoken or self.random.random() < PROMPT_LOSS_SHARE for is_spoken in spoken]
            predicted[row, : len(tokens)] = torch.tensor(sampled)
        return ids, predicted


def split_by_tokens(pool):
    """Groups of neighbours whose padded size stays within a batch."""
    group = []
    for chat in pool:
        if group and len(chat[0]) * (len(group) + 1) > TOKENS_PER_BATCH:
            yield group
            group = []
        group.append(chat)
    yield group


def make_optimizers(model: Llama) -> list[torch.optim.Optimizer]:
    """Muon for the blocks' matrices, Adam for the rest. Source: Jordan et al., "Muon", 2024."""
    matrices = [p for p in model.blocks.parameters() if p.dim() == 2]
    others = [p for p in model.parameters() if p.dim() < 2] + [model.embedding.weight, model.output.weight]
    return [
        torch.optim.Muon(matrices, lr=MATRIX_RATE, momentum=0.95, weight_decay=0.02),
        torch.optim.AdamW(others, lr=VECTOR_RATE, betas=(0.9, 0.95), weight_decay=0.0),
    ]


def rate_factor(stage: Stage, progress: float, step: int) -> float:
    """Warm-up, constant, then a cosine to zero. progress: share of the stage's time, 0…1."""
    warm = min(1.0, (step + 1) / WARMUP_STEPS)
    decay = max(0.0, progress - stage.decay_from) / max(1e-9, 1 - stage.decay_from)
    return warm * 0.5 * (1 + math.cos(math.pi * min(1.0, decay)))


def loss_of(model: Llama, ids: torch.Tensor, predicted: torch.Tensor) -> torch.Tensor:
    hidden = model.hidden(ids[:, :-1])
    # Only the predicted positions pass through the output matrix, a quarter of the model's work.
    chosen = predicted[:, 1:]
    return F.cross_entropy(model.logits(hidden[chosen]), ids[:, 1:][chosen])


class Trainer:
    def __init__(self, arguments: argparse.Namespace):
        self.arguments, self.stage = arguments, STAGES[arguments.stage]
        torch.manual_seed(SEED)
        torch.set_num_threads(1)
        arguments.work.mkdir(parents=True, exist_ok=True)
        self.public = training_passages(arguments)
        self.shipped = shipped_knowledge(arguments.knowledge) if self.stage.shipped_share else []
        self.tokenizer = load_vocabulary(arguments.work / "tokenizer.json", self.public)
        self.model = Llama(Configuration())
        initialize_quoting(self.model)
        self.optimizers = make_optimizers(self.model)
        self.checkpoint = arguments.work / "checkpoint.pt"
        if self.checkpoint.exists():
            self.load()

    def run(self) -> None:
        batches = iter(Batches(self.stage, self.tokenizer, self.public, self.shipped, self.arguments.seed))
        started = saved = time.monotonic()
        duration, step, tokens, smooth = self.arguments.minutes * 60, 0, 0, None
        while (now := time.monotonic()) - started < duration:
            factor = rate_factor(self.stage, (now - started) / duration, step)
            ids, predicted = next(batches)
            loss = self.step(ids, predicted, factor)
            smooth = loss if smooth is None else 0.95 * smooth + 0.05 * loss
            step, tokens = step + 1, tokens + ids.numel()
            if step % 10 == 0:
                print(f"step {step} loss {smooth:.3f} tokens {tokens} seconds {now - started:.0f}", flush=True)
            if now - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = now
        self.save()
        summary = {"stage": self.arguments.stage, "steps": step, "tokens": tokens, "training_loss": round(smooth, 3)}
        print(json.dumps(summary))

    def step(self, ids: torch.Tensor, predicted: torch.Tensor, factor: float) -> float:
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group.setdefault("peak", group["lr"]) * factor
        loss = loss_of(self.model, ids, predicted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        return loss.item()

    def save(self) -> None:
        state = {"model": self.model.state_dict(), "optimizers": [o.state_dict() for o in self.optimizers]}
        torch.save(state, self.checkpoint)
        write_gguf(self.model, self.tokenizer, self.arguments.output)

    def load(self) -> None:
        state = torch.load(self.checkpoint)
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"]):
            optimizer.load_state_dict(saved)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--minutes", type=float, required=True, help="wall time of this stage")
    parser.add_argument("--seed", type=int, default=SEED, help="another one for a stage that is run again")
    parser.add_argument("--medquad", type=Path, required=True, help="folder of MedQuAD's XML folders")
    parser.add_argument("--dialogue", type=Path, required=True, help="Chinese medical dialogue CSV, GB 18030")
    parser.add_argument("--knowledge", type=Path, required=True, help="folder of medical-{en,zh}.jsonl")
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoint and the vocabulary")
    parser.add_argument("--output", type=Path, required=True, help="the GGUF to write")
    return parser.parse_args()


if __name__ == "__main__":
    Trainer(parse_arguments()).run()

"""Byte-level BPE with Qwen2's pre-tokenizer (`tokenizer.ggml.pre = qwen2`), without a normalizer."""

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from chats import Chat

SPECIAL_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
END_OF_TEXT, MESSAGE_START, MESSAGE_END = SPECIAL_TOKENS

# Source: Qwen2's tokenizer.json.
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def train(texts: Iterable[str], size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=SPECIAL_TOKENS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def chat_text(chat: Chat) -> str:
    """All messages of a chat, for training the vocabulary."""
    return "\n".join([chat.system, *(line for turn in chat.turns for line in (turn.question, turn.answer))])


def encode_chat(tokenizer: Tokenizer, chat: Chat) -> tuple[list[int], list[bool]]:
    """ChatML ids, and for each whether the model has to say it (answers and their end)."""
    ids, spoken = [], []

    def add(text: str, is_spoken: bool) -> None:
        new = tokenizer.encode(text).ids
        ids.extend(new)
        spoken.extend([is_spoken] * len(new))

    add(f"{MESSAGE_START}system\n{chat.system}{MESSAGE_END}\n", False)
    for turn in chat.turns:
        add(f"{MESSAGE_START}user\n{turn.question}{MESSAGE_END}\n{MESSAGE_START}assistant\n", False)
        add(f"{turn.answer}{MESSAGE_END}", True)
        add("\n", False)
    return ids, spoken

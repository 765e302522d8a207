"""Starts the model with the two attention circuits that quoting needs, instead of waiting for them to form.

A transformer learns to repeat text in two steps: heads that look at the previous tokens, and a later "induction" head
that looks for a place whose previous tokens are the present ones and predicts what stood there (Olsson et al.,
"In-context Learning and Induction Heads", 2022). From random weights this takes far more text than an hour on one
core can read. Here the weights of these heads are set by construction; everything else starts random, and training
changes all of it.
"""

import torch
from torch import Tensor

from llama import Llama

# How the residual stream is shared out at the start: a constant, the token, the token before it, the one before that,
# and what the output reads.
CONSTANT = 0
TOKEN = slice(1, 81)
PREVIOUS = slice(81, 145)
SECOND_PREVIOUS = slice(145, 169)
PREDICTION = slice(169, 249)

CONSTANT_VALUE, TOKEN_NORM, OUTPUT_NORM = 4.0, 12.0, 1.3
INDUCTION_BLOCK = 3
# Pairs that turn fast tell neighbours apart; pairs that hardly turn within the context carry content.
FAST_PAIRS, SLOW_FEATURES = range(8), slice(32, 64)
# Gains worked out so that softmax gives the right position most of the weight at the start.
POSITION_GAIN, WRITE_GAIN, MATCH_GAIN = 1.5, 0.7, 1.65


def initialize_quoting(model: Llama) -> None:
    with torch.no_grad():
        token_to_previous = orthonormal(64, 80)
        previous_to_second = orthonormal(24, 64)
        set_embeddings(model)
        look_back(model, 0, 1, token_to_previous, PREVIOUS)
        look_back(model, 2, 2, previous_to_second @ token_to_previous, SECOND_PREVIOUS)
        match_and_copy(model, token_to_previous, previous_to_second)


def orthonormal(rows: int, columns: int) -> Tensor:
    return torch.linalg.qr(torch.randn(columns, rows)).Q.T


def set_embeddings(model: Llama) -> None:
    tokens = torch.randn(model.configuration.vocabulary, 80)
    tokens /= tokens.norm(dim=1, keepdim=True)
    model.embedding.weight.zero_()
    model.embedding.weight[:, CONSTANT] = CONSTANT_VALUE
    model.embedding.weight[:, TOKEN] = tokens * TOKEN_NORM
    model.output.weight[:, PREDICTION] = tokens * OUTPUT_NORM


def look_back(model: Llama, head: int, distance: int, values: Tensor, target: slice) -> None:
    """Makes a head of the first block attend `distance` tokens back and write `values` of that token to `target`."""
    layer, width = model.blocks[0].attention, model.configuration.head_width
    q_start, kv_start = head * width, head // 2 * width
    clear(layer.q.weight, q_start, width)
    clear(layer.k.weight, kv_start, width)
    clear(layer.v.weight, kv_start, width)
    for pair in FAST_PAIRS:
        angle = torch.atan2(model.sine[1, pair], model.cosine[1, pair]) * distance
        layer.q.weight[q_start + 2 * pair, CONSTANT] = POSITION_GAIN
        layer.k.weight[kv_start + 2 * pair, CONSTANT] = POSITION_GAIN * angle.cos()
        layer.k.weight[kv_start + 2 * pair + 1, CONSTANT] = POSITION_GAIN * angle.sin()
    count = len(values)
    layer.v.weight[kv_start : kv_start + count, TOKEN] = values
    layer.output.weight[target, q_start : q_start + count] = WRITE_GAIN * torch.eye(count)


def match_and_copy(model: Llama, token_to_previous: Tensor, previous_to_second: Tensor) -> None:
    """Heads 0 and 2 look for where the last two tokens stood before; each copies one half of the token found."""
    layer, width = model.blocks[INDUCTION_BLOCK].attention, model.configuration.head_width
    last, second = orthonormal(20, 64) * MATCH_GAIN, orthonormal(12, 24) * MATCH_GAIN
    for head in (0, 2):
        q_start, kv_start, half = head * width, head // 2 * width, head // 2 * 40
        for matrix, start in ((layer.q, q_start), (layer.k, kv_start), (layer.v, kv_start)):
            clear(matrix.weight, start, width)
        q = layer.q.weight[q_start : q_start + width][SLOW_FEATURES]
        k = layer.k.weight[kv_start : kv_start + width][SLOW_FEATURES]
        q[:20, TOKEN] = last @ token_to_previous
        k[:20, PREVIOUS] = last
        q[20:, PREVIOUS] = second @ previous_to_second
        k[20:, SECOND_PREVIOUS] = second
        layer.v.weight[kv_start : kv_start + 40, TOKEN] = torch.eye(80)[half : half + 40]
        rows = slice(PREDICTION.start + half, PREDICTION.start + half + 40)
        layer.output.weight[rows, q_start : q_start + 40] = torch.eye(40)


def clear(weight: Tensor, start: int, count: int) -> None:
    weight[start : start + count] = 0

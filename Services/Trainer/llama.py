"""The Llama architecture, small: RMSNorm, rotary positions, grouped queries, SwiGLU.

Shapes: B sequences, T positions, C width, H query heads, K key heads, D head width.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Configuration:
    vocabulary: int = 5120
    layers: int = 5
    width: int = 256
    heads: int = 4
    key_heads: int = 2
    feed_forward: int = 704
    context: int = 1024
    # Large, so that half of each head turns little over the context and can carry content.
    rotary_base: float = 500_000.0
    epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


def rotary_table(configuration: Configuration) -> tuple[Tensor, Tensor]:
    """Cosine and sine for each position and pair, (context, D/2)."""
    exponent = torch.arange(0, configuration.head_width, 2).float() / configuration.head_width
    angle = torch.outer(torch.arange(configuration.context).float(), configuration.rotary_base**-exponent)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotates neighbouring pairs, llama.cpp's order for Llama: exported weights need no permutation. x: (B, H, T, D)."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cosine - odd * sine, even * sine + odd * cosine), -1).flatten(-2)


class Attention(nn.Module):
    def __init__(self, c: Configuration):
        super().__init__()
        self.c = c
        self.q = nn.Linear(c.width, c.heads * c.head_width, bias=False)
        self.k = nn.Linear(c.width, c.key_heads * c.head_width, bias=False)
        self.v = nn.Linear(c.width, c.key_heads * c.head_width, bias=False)
        self.output = nn.Linear(c.heads * c.head_width, c.width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q = self.split(self.q(x), self.c.heads)
        k, v = self.split(self.k(x), self.c.key_heads), self.split(self.v(x), self.c.key_heads)
        group = self.c.heads // self.c.key_heads
        k = rotate(k, cosine, sine).repeat_interleave(group, 1)
        mixed = F.scaled_dot_product_attention(
            rotate(q, cosine, sine), k, v.repeat_interleave(group, 1), is_causal=True
        )
        return self.output(mixed.transpose(1, 2).reshape(batch, length, -1))

    def split(self, x: Tensor, heads: int) -> Tensor:
        return x.view(*x.shape[:2], heads, self.c.head_width).transpose(1, 2)


class Block(nn.Module):
    def __init__(self, c: Configuration):
        super().__init__()
        self.attention_norm = nn.RMSNorm(c.width, eps=c.epsilon)
        self.attention = Attention(c)
        self.feed_forward_norm = nn.RMSNorm(c.width, eps=c.epsilon)
        self.gate = nn.Linear(c.width, c.feed_forward, bias=False)
        self.up = nn.Linear(c.width, c.feed_forward, bias=False)
        self.down = nn.Linear(c.feed_forward, c.width, bias=False)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), cosine, sine)
        y = self.feed_forward_norm(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Llama(nn.Module):
    def __init__(self, c: Configuration):
        super().__init__()
        self.configuration = c
        self.embedding = nn.Embedding(c.vocabulary, c.width)
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.layers))
        self.norm = nn.RMSNorm(c.width, eps=c.epsilon)
        self.output = nn.Linear(c.width, c.vocabulary, bias=False)
        cosine, sine = rotary_table(c)
        self.register_buffer("cosine", cosine, persistent=False)
        self.register_buffer("sine", sine, persistent=False)
        self.initialize()

    def initialize(self) -> None:
        nn.init.normal_(self.embedding.weight, std=0.02)
        nn.init.normal_(self.output.weight, std=0.02)
        for block in self.blocks:
            for module in block.modules():
                if isinstance(module, nn.Linear):
                    nn.init.normal_(module.weight, std=module.in_features**-0.5)
            # Every block starts as the identity, so that the first steps are stable.
            nn.init.zeros_(block.attention.output.weight)
            nn.init.zeros_(block.down.weight)

    def hidden(self, ids: Tensor) -> Tensor:
        """Last hidden states (B, T, C) of ids (B, T)."""
        length = ids.shape[1]
        x = self.embedding(ids)
        for block in self.blocks:
            x = block(x, self.cosine[:length], self.sine[:length])
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return self.output(hidden)

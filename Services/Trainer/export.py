"""Writes the model as GGUF with llama.cpp's names, so that any GGUF loader of the Llama architecture reads it."""

import json
from pathlib import Path

import gguf
import torch
from tokenizers import Tokenizer

from llama import Llama
from vocabulary import END_OF_TEXT, MESSAGE_END, MESSAGE_START, SPECIAL_TOKENS

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def write_gguf(model: Llama, tokenizer: Tokenizer, path: Path) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    add_configuration(writer, model)
    add_vocabulary(writer, tokenizer)
    for name, tensor in gguf_tensors(model):
        # Matrices as F16; the norms stay F32, as llama.cpp's converter writes them.
        writer.add_tensor(name, tensor.half().numpy() if tensor.dim() == 2 else tensor.float().numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_configuration(writer: gguf.GGUFWriter, model: Llama) -> None:
    c = model.configuration
    writer.add_name("Weir Medical Mini")
    writer.add_description("Quotes medical passages given in its prompt. General information, not medical advice.")
    writer.add_license("CC-BY-4.0")
    writer.add_context_length(c.context)
    writer.add_embedding_length(c.width)
    writer.add_block_count(c.layers)
    writer.add_feed_forward_length(c.feed_forward)
    writer.add_head_count(c.heads)
    writer.add_head_count_kv(c.key_heads)
    writer.add_rope_dimension_count(c.head_width)
    writer.add_rope_freq_base(c.rotary_base)
    writer.add_layer_norm_rms_eps(c.epsilon)
    writer.add_vocab_size(c.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)


def add_vocabulary(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    kinds = [gguf.TokenType.CONTROL if token in SPECIAL_TOKENS else gguf.TokenType.NORMAL for token in tokens]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokenizer.token_to_id(END_OF_TEXT))
    writer.add_eos_token_id(tokenizer.token_to_id(MESSAGE_END))
    writer.add_pad_token_id(tokenizer.token_to_id(END_OF_TEXT))
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def gguf_tensors(model: Llama):
    """(name, tensor) in file order."""
    yield "token_embd.weight", model.embedding.weight.detach()
    for index, block in enumerate(model.blocks):
        parts = {
            "attn_norm": block.attention_norm,
            "attn_q": block.attention.q,
            "attn_k": block.attention.k,
            "attn_v": block.attention.v,
            "attn_output": block.attention.output,
            "ffn_norm": block.feed_forward_norm,
            "ffn_gate": block.gate,
            "ffn_up": block.up,
            "ffn_down": block.down,
        }
        for name, module in parts.items():
            yield f"blk.{index}.{name}.weight", module.weight.detach()
    yield "output_norm.weight", model.norm.weight.detach()
    yield "output.weight", model.output.weight.detach()

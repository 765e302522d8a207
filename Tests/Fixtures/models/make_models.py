#!/usr/bin/env python3
"""Writes small random models with every option that the architectures have, and what transformers computes of them.

  python3 make_models.py [NAME …]        needs torch, transformers, safetensors, numpy

Each folder gets config.json, weights and reference.json: prompts with the logits of their last two positions, the mean
negative log-likelihood, and a greedy continuation. Prompts are drawn until every choice of the continuation has a
margin, so that a correct Float32 implementation must reproduce each id.
"""
import json, os, sys
import numpy as np, torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM

HERE = os.path.dirname(os.path.abspath(__file__))
LENGTHS, GREEDY, MARGIN = (4, 33, 110), 12, 0.02
SMALL = dict(vocab_size=150, hidden_size=48, intermediate_size=88, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=512, bos_token_id=1, eos_token_id=2, pad_token_id=None)
MLA = dict(SMALL, num_key_value_heads=4, kv_lora_rank=24, qk_nope_head_dim=16, qk_rope_head_dim=8, v_head_dim=12,
           moe_intermediate_size=20, n_shared_experts=2, num_experts_per_tok=3, num_hidden_layers=3,
           first_k_dense_replace=1)
YARN = dict(rope_type='yarn', factor=4.0, original_max_position_embeddings=64, beta_fast=32, beta_slow=1)


def rope(theta=10000.0, **scaling):
    return dict(rope_parameters=dict(dict(rope_type='default'), rope_theta=theta, **scaling))


# name: (model_type, settings, how the weights are stored)
MODELS = {
    'qwen3': ('qwen3', dict(SMALL, head_dim=20, tie_word_embeddings=True, **rope(1e6)), 'bf16'),
    'qwen2-tied-sharded': ('qwen2', dict(SMALL, tie_word_embeddings=True, **rope(1e6)), 'bf16-sharded'),
    'qwen2-windowed': ('qwen2', dict(SMALL, num_hidden_layers=3, use_sliding_window=True, sliding_window=24,
                                     max_window_layers=1, **rope()), 'f16'),
    'qwen2-yarn': ('qwen2', dict(SMALL, **rope(**YARN)), 'f16'),
    'llama3-biases': ('llama', dict(SMALL, attention_bias=True, mlp_bias=True, **rope(
        5e5, rope_type='llama3', factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
        original_max_position_embeddings=64)), 'f32'),
    'llama-linear': ('llama', dict(SMALL, **rope(rope_type='linear', factor=2.5)), 'f16'),
    'llama-dynamic': ('llama', dict(SMALL, **dict(max_position_embeddings=64), **rope(rope_type='dynamic', factor=3.0)),
                      'f16'),
    'llama-longrope': ('llama', dict(SMALL, head_dim=16, **dict(max_position_embeddings=128), **rope(
        rope_type='longrope', original_max_position_embeddings=64, short_factor=[1.0, 1.05, 1.1, 1.2, 1.3, 1.3, 1.4, 1.5],
        long_factor=[1.0, 1.3, 1.9, 2.5, 3.0, 4.5, 6.0, 8.0])), 'f16'),
    'mistral-windowed': ('mistral', dict(SMALL, head_dim=16, sliding_window=20, **rope()), 'bf16'),
    'deepseek-v2-lite': ('deepseek_v2', dict(MLA, q_lora_rank=None, n_routed_experts=8, topk_method='greedy',
                                             norm_topk_prob=False, routed_scaling_factor=1.0, **rope(
                                                 **YARN, mscale=0.707, mscale_all_dim=0.707)), 'bf16'),
    'deepseek-v2': ('deepseek_v2', dict(MLA, q_lora_rank=20, n_routed_experts=8, n_group=4, topk_group=2,
                                        topk_method='group_limited_greedy', norm_topk_prob=False,
                                        routed_scaling_factor=3.0, **rope()), 'f16'),
    'deepseek-v3-fp8': ('deepseek_v3', dict(MLA, hidden_size=144, intermediate_size=160, num_hidden_layers=2,
                                            q_lora_rank=20, n_routed_experts=4, n_group=2, topk_group=1,
                                            n_shared_experts=1, num_experts_per_tok=2, routed_scaling_factor=2.5,
                                            norm_topk_prob=True, **rope(**YARN, mscale=1.0, mscale_all_dim=1.0)),
                        'fp8'),
    # What a file may say although no published model does.
    'deepseek-v2-odd': ('deepseek_v2', dict(MLA, num_hidden_layers=2, rms_norm_eps=1e-3, q_lora_rank=20,
                                            n_routed_experts=4, topk_method='greedy', norm_topk_prob=True,
                                            routed_scaling_factor=2.0, tie_word_embeddings=True, **rope(
                                                rope_type='linear', factor=2.0, mscale_all_dim=0.7)), 'f16'),
    'deepseek-v3-odd': ('deepseek_v3', dict(MLA, num_hidden_layers=2, rms_norm_eps=1e-3, q_lora_rank=None,
                                            n_routed_experts=4, n_group=2, topk_group=1, num_experts_per_tok=2,
                                            norm_topk_prob=False, rope_interleave=False, attention_bias=True, **rope(
                                                **YARN, truncate=False, attention_factor=1.1)), 'f16'),
}


def randomise(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.state_dict().items():
            if not p.is_floating_point() or 'inv_freq' in name: continue
            noise = torch.randn(p.shape, generator=generator)
            if 'norm' in name.lower() and name.endswith('weight'): p.copy_(1 + 0.1 * noise)
            elif name.endswith('e_score_correction_bias'): p.copy_(0.05 * noise)
            elif p.dim() == 1: p.copy_(0.1 * noise)
            elif 'embed' in name: p.copy_(noise)
            else: p.copy_(noise * 1.5 / p.shape[-1] ** 0.5)


def fp8(weight):
    """Blocks of 128 x 128 that share a scale, as DeepSeek-V3 is published; and the values that this gives."""
    rows, columns = weight.shape
    scales = torch.zeros((rows + 127) // 128, (columns + 127) // 128)
    stored = torch.zeros(rows, columns, dtype=torch.float8_e4m3fn)
    for i in range(scales.shape[0]):
        for j in range(scales.shape[1]):
            block = (slice(128 * i, 128 * i + 128), slice(128 * j, 128 * j + 128))
            scales[i, j] = weight[block].abs().max() / 448
            stored[block] = (weight[block] / scales[i, j]).to(torch.float8_e4m3fn)
    full = scales.repeat_interleave(128, 0)[:rows].repeat_interleave(128, 1)[:, :columns]
    return stored, scales, stored.float() * full


def names_on_disk(model):
    """The published names of a model's tensors: what save_pretrained writes."""
    import tempfile
    from safetensors.torch import load_file
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder, safe_serialization=True)
        return load_file(folder + '/model.safetensors')


def store(folder, tensors, kind):
    """Writes the tensors, and returns them as they are read back."""
    types = {'f32': torch.float32, 'f16': torch.float16, 'bf16': torch.bfloat16}
    out, back = {}, {}
    for name, t in tensors.items():
        t = t.float()
        if kind == 'fp8' and t.dim() == 2 and 'embed' not in name and 'lm_head' not in name and 'gate.weight' not in name:
            out[name], out[name + '_scale_inv'], back[name] = fp8(t)
        else:
            is_exact = name.endswith('e_score_correction_bias')
            out[name] = t.to(torch.float32 if is_exact else types.get(kind.split('-')[0], torch.bfloat16)).contiguous()
            back[name] = out[name].float()
    if kind.endswith('sharded'):
        parts = [dict(list(out.items())[i::3]) for i in range(3)]
        files = [f'model-{i + 1:05}-of-00003.safetensors' for i in range(3)]
        for part, file in zip(parts, files): save_file(part, f'{folder}/{file}', metadata={'format': 'pt'})
        index = {'metadata': {}, 'weight_map': {n: f for part, f in zip(parts, files) for n in part}}
        json.dump(index, open(f'{folder}/model.safetensors.index.json', 'w'), indent=1)
    else:
        save_file(out, f'{folder}/model.safetensors', metadata={'format': 'pt'})
    return back


def forget_length(model):
    """A dynamic rotary scaling stays at the longest text seen until a short one comes."""
    model(torch.tensor([[3, 4]]))


def greedy(model, ids):
    margins, new = [], []
    forget_length(model)
    out = model(torch.tensor([ids]), use_cache=True)
    for _ in range(GREEDY):
        top = out.logits[0, -1].topk(2).values
        margins.append(float(top[0] - top[1]))
        new.append(int(out.logits[0, -1].argmax()))
        out = model(torch.tensor([[new[-1]]]), past_key_values=out.past_key_values, use_cache=True)
    return new, min(margins)


def reference(model, vocabulary, seed):
    rng, prompts = np.random.default_rng(seed), []
    for length in LENGTHS:
        for _ in range(2000):
            ids = [int(x) for x in rng.integers(3, vocabulary, length)]
            new, margin = greedy(model, ids)
            if margin >= MARGIN: break
        else: raise SystemExit('no prompt with a margin')
        forget_length(model)
        logits = model(torch.tensor([ids])).logits[0]
        nll = torch.nn.functional.cross_entropy(logits[:-1].double(), torch.tensor(ids[1:]))
        last = {str(i): [float(f'{x:.7g}') for x in logits[i]] for i in range(length - 2, length)}
        prompts.append(dict(prompt_ids=ids, logits_last_positions=last, mean_nll=float(nll), greedy_ids=new))
    return prompts


def make(name, seed):
    kind, settings, storage = MODELS[name]
    folder = f'{HERE}/{name}'
    os.makedirs(folder, exist_ok=True)
    config = AutoConfig.for_model(kind, **settings)
    model = AutoModelForCausalLM.from_config(config, attn_implementation='eager').float().eval()
    randomise(model, seed)
    back = store(folder, names_on_disk(model), storage)
    written = dict(config.to_dict(), architectures=[type(model).__name__])
    if storage == 'fp8':
        written['quantization_config'] = dict(quant_method='fp8', fmt='e4m3', weight_block_size=[128, 128],
                                              activation_scheme='dynamic')
    json.dump(written, open(f'{folder}/config.json', 'w'), indent=1)
    # The reference computes with the stored values.
    import tempfile
    with tempfile.TemporaryDirectory() as plain:
        save_file({n: t.contiguous() for n, t in back.items()}, f'{plain}/model.safetensors', metadata={'format': 'pt'})
        config.save_pretrained(plain)
        model = AutoModelForCausalLM.from_pretrained(plain, attn_implementation='eager', dtype=torch.float32).eval()
    with torch.no_grad(): prompts = reference(model, settings['vocab_size'], seed)
    json.dump(dict(prompts=prompts), open(f'{folder}/reference.json', 'w'))
    size = sum(os.path.getsize(f'{folder}/{f}') for f in os.listdir(folder))
    print(f'{name}: {size / 1000:.0f} kB')


def make_bert(name, seed):
    folder = f'{HERE}/{name}'
    os.makedirs(folder + '/1_Pooling', exist_ok=True)
    config = AutoConfig.for_model('bert', vocab_size=150, hidden_size=48, num_hidden_layers=2, num_attention_heads=3,
                                  intermediate_size=80, max_position_embeddings=64)
    model = AutoModel.from_config(config, attn_implementation='eager', add_pooling_layer=False).float().eval()
    randomise(model, seed)
    save_file({n: t.contiguous() for n, t in model.state_dict().items() if t.is_floating_point()},
              f'{folder}/model.safetensors', metadata={'format': 'pt'})
    json.dump(config.to_dict(), open(f'{folder}/config.json', 'w'), indent=1)
    json.dump(dict(word_embedding_dimension=48, pooling_mode_cls_token=True, pooling_mode_mean_tokens=False),
              open(f'{folder}/1_Pooling/config.json', 'w'))
    rng, cases = np.random.default_rng(seed), []
    for length in (1, 2, 7, 30, 64):
        ids = [int(x) for x in rng.integers(0, 150, length)]
        with torch.no_grad(): states = model(torch.tensor([ids])).last_hidden_state[0]
        rounded = lambda t: [float(f'{x:.7g}') for x in t]
        mean = torch.nn.functional.normalize(states.mean(0), dim=0)
        cases.append(dict(ids=ids, cls=rounded(states[0]), mean_pooled_l2=rounded(mean)))
    json.dump(dict(cases=cases), open(f'{folder}/reference.json', 'w'))
    print(name)


if __name__ == '__main__':
    torch.set_num_threads(1)
    for number, name in enumerate(MODELS):
        if len(sys.argv) == 1 or name in sys.argv[1:]: make(name, 100 + number)
    if len(sys.argv) == 1 or 'bert-cls' in sys.argv[1:]: make_bert('bert-cls', 99)

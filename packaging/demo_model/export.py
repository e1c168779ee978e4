"""Write the trained network as a GGUF that llama.cpp runs: weights in Q8_0, our tokenizer, and what it was trained on."""

import argparse
import json
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Kind
from gguf import TokenType

from demo_model.documents import SHARES
from demo_model.network import Network, Shape
from demo_model.tokens import END, PAD, Tokens
from sandbox_app.llm import forms
from sandbox_app.llm.handles import all_handles

NAME = "town-demo"


HOTTEST = 0.7
"""Engines sample no hotter. Seen in eleven hours of Alderwick at three quarters of its last training: at 0.45 and 0.75 of the lines said
76 and 90% are distinct with names masked, and 10 and 5% are said more than three times."""


def _matrices(network: Network) -> dict[str, torch.Tensor]:
    """Return the weights under the names that llama.cpp gives them."""
    named = {"token_embd": network.embedding.weight, "output_norm": network.norm.weight}
    for number, block in enumerate(network.blocks):
        q, k, v = block.qkv.weight.chunk(3)
        gate, up = block.gate_up.weight.chunk(2)
        parts = {
            "attn_norm": block.attention_norm.weight, "attn_q": q, "attn_k": k, "attn_v": v, "attn_output": block.out.weight,
            "ffn_norm": block.ffn_norm.weight, "ffn_gate": gate, "ffn_up": up, "ffn_down": block.down.weight,
        }  # fmt: skip
        named |= {f"blk.{number}.{name}": weight for name, weight in parts.items()}
    return named


def _vocabulary(writer: gguf.GGUFWriter, path: Path, size: int) -> None:
    described = json.loads(path.read_text(encoding="utf-8"))
    ids: dict[str, int] = dict(described["model"]["vocab"])
    ids |= {token["content"]: token["id"] for token in described["added_tokens"]}
    texts = {number: text for text, number in ids.items()}
    handles = set(all_handles())
    tokens, types = [], []
    for number in range(size):
        text = texts.get(number, f"<|unused{number}|>")
        tokens.append(text.encode())
        if text in handles:
            types.append(TokenType.USER_DEFINED)
        elif text in (END, PAD) or number not in texts:
            types.append(TokenType.CONTROL if number in texts else TokenType.UNUSED)
        else:
            types.append(TokenType.NORMAL)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(pair) for pair in described["model"]["merges"]])
    writer.add_bos_token_id(ids[END])
    writer.add_eos_token_id(ids[END])
    writer.add_pad_token_id(ids[PAD])
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def write(network: Network, tokens: Path, target: Path) -> None:
    """Write the file; an old one of that name is replaced only when the new one is whole."""
    shape = network.shape
    partial = target.with_suffix(".part")
    writer = gguf.GGUFWriter(partial, "llama")
    writer.add_name(NAME)
    writer.add_description(
        "A tiny mind for Town Sandbox, trained on generated towns; it follows the program's forms and knows nothing else."
    )
    writer.add_license("Apache-2.0")
    writer.add_size_label(f"{sum(p.numel() for p in network.parameters()) / 1e6:.1f}M")
    writer.add_languages(["en"])
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.ffn)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_bool("town_sandbox.handles", True)
    writer.add_float32("town_sandbox.hottest", HOTTEST)
    writer.add_string("town_sandbox.forms", json.dumps({purpose: forms.load(purpose).digest for purpose in sorted(SHARES)}))
    _vocabulary(writer, tokens, shape.vocabulary)
    for name, weight in _matrices(network).items():
        values = weight.detach().float().numpy()
        if values.ndim == 2:
            writer.add_tensor(f"{name}.weight", gguf.quants.quantize(values, Kind.Q8_0), raw_dtype=Kind.Q8_0)
        else:
            writer.add_tensor(f"{name}.weight", values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.rename(target)


def load(path: Path) -> Network:
    """Return the network of a checkpoint, with the running mean of its weights where there is one."""
    saved = torch.load(path, weights_only=True)
    network = Network(Shape(**saved["shape"]))
    network.load_state_dict({name: tensor.float() for name, tensor in saved.get("mean", saved["network"]).items()})
    return network


def _expect(network: Network, tokens: Tokens, target: Path, count: int = 24) -> None:
    """Write prompts with their token ids and the logits after them, to compare with what llama.cpp gives."""
    from itertools import islice

    from demo_model.documents import HELD_OUT, stream

    texts = [item.encoded.text for item in islice(stream(HELD_OUT // 1000), count)]
    rows = [tokens.encode(text) for text in texts]
    with torch.no_grad():
        logits = [network(torch.tensor([row]))[0, -1].numpy() for row in rows]
    target.write_text(
        json.dumps(
            [
                {"text": text, "ids": row, "logits": [round(float(x), 4) for x in after]}
                for text, row, after in zip(texts, rows, logits, strict=True)
            ]
        )
    )


def main() -> None:
    """Export a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--expect", type=Path, help="also write prompts with ids and logits, for `compare.py`")
    arguments = parser.parse_args()
    network = load(arguments.checkpoint)
    write(network, arguments.tokens, arguments.out)
    if arguments.expect:
        _expect(network, Tokens(arguments.tokens), arguments.expect)


if __name__ == "__main__":
    main()

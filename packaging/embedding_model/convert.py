"""Writes the published model as a GGUF that llama.cpp runs."""

from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Kind
from gguf import TokenType
from numpy.typing import NDArray

from embedding_model.source import Source

NAME = "all-MiniLM-L6-v2"
_WORD_BEGINS = "\u2581"
"""llama.cpp marks where a word begins; the published vocabulary marks with ## where one goes on."""
_TOP = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.LayerNorm": "token_embd_norm",
}
_LAYER = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
_EXACT = ("token_types", "position_embd")
"""llama.cpp adds these up and wants them unrounded."""
_MARKS = ("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]")


def write(source: Source, out: Path, kind: Kind = Kind.Q8_0) -> None:
    """Write the model; its large matrices as `kind`, what is small or added up as float32."""
    config = source.config
    writer = gguf.GGUFWriter(out, "bert")
    writer.add_name(NAME)
    writer.add_author("sentence-transformers")
    writer.add_license("apache-2.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if kind is Kind.Q8_0 else gguf.LlamaFileType.MOSTLY_F16)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    _vocabulary(writer, source)
    for name, matrix in _named(source).items():
        if matrix.ndim > 1 and name.split(".")[0] not in _EXACT:
            writer.add_tensor(name, gguf.quants.quantize(matrix, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, matrix.astype(np.float32))
    out.parent.mkdir(parents=True, exist_ok=True)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _named(source: Source) -> dict[str, NDArray[np.float32]]:
    """Return the weights under the names that llama.cpp gives them; the published pooler is not part of the embedding."""
    named = {}
    for name, matrix in source.weights.items():
        stem, _, end = name.rpartition(".")
        if stem in _TOP:
            named[f"{_TOP[stem]}.{end}"] = matrix
        elif stem.startswith("encoder.layer."):
            number, inner = stem.removeprefix("encoder.layer.").split(".", 1)
            named[f"blk.{number}.{_LAYER[inner]}.{end}"] = matrix
    return named


def _vocabulary(writer: gguf.GGUFWriter, source: Source) -> None:
    marks = {text: source.vocabulary.index(text) for text in _MARKS}
    writer.add_tokenizer_model("bert")
    writer.add_token_type_count(source.config["type_vocab_size"])
    writer.add_token_list([_piece(text) for text in source.vocabulary])
    writer.add_token_types([TokenType.CONTROL if text in marks else TokenType.NORMAL for text in source.vocabulary])
    writer.add_bos_token_id(marks["[CLS]"])
    writer.add_sep_token_id(marks["[SEP]"])
    writer.add_pad_token_id(marks["[PAD]"])
    writer.add_unk_token_id(marks["[UNK]"])
    writer.add_mask_token_id(marks["[MASK]"])


def _piece(text: str) -> str:
    if text.startswith("[") and text.endswith("]"):
        return text
    return text[2:] if text.startswith("##") else _WORD_BEGINS + text

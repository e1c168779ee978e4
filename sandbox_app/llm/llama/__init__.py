"""The llama.cpp engine: GGUF models through llama-cpp-python's low-level interface, many requests in one context.

One background thread owns everything that touches llama.cpp: model, context, samplers, grammars. Nothing else in the
program imports `llama_cpp`; nothing here knows the town, the world file or Qt.
"""

from sandbox_app.llm.llama.engine import LlamaEngine

__all__ = ["LlamaEngine"]

"""The remote engine: any server that speaks OpenAI's protocol (llama-server, vLLM, Ollama, LM Studio, llama-cpp-python's own).

The only room that opens connections, and only to the one address that the person named; it follows no redirection, reads no
proxy settings and sends the person's key nowhere else. `address` says where, `opening` finds out what the server can do,
`wire` is what is sent and what comes back, `engine` keeps the queue.
"""

from sandbox_app.llm.remote.address import ServerProblem
from sandbox_app.llm.remote.engine import RemoteEngine

__all__ = ["RemoteEngine", "ServerProblem"]

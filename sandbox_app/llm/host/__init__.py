"""The model host: the llama.cpp engine in a process of its own.

llama.cpp ends its whole process on some bad files and faults, and its thread would share Python's lock with whoever
draws. `HostedEngine` is the `Engine` on this side of the pipe; `python -m sandbox_app.llm.host` is the other side.
"""

from sandbox_app.llm.host.hosted import HostedEngine

__all__ = ["HostedEngine"]

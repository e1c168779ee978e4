"""Chat templates: how a model file wants to be spoken to.

A template is a program that came with somebody's file. It is run once per model, in a short-lived process with limits of
time and memory, on marks that stand for the messages; what it writes around them is the `Frame` into which every prompt is
put. Our own texts never pass through it. Knows nothing of llama.cpp.
"""

from sandbox_app.llm.chat.frame import CHATML, Frame, TemplateProblem
from sandbox_app.llm.chat.learn import learn

__all__ = ["CHATML", "Frame", "TemplateProblem", "learn"]

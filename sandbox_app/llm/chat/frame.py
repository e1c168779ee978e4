"""The frame: what a chat template writes around the messages of a thought."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

import jinja2
import jinja2.meta
from msgspec import Struct

from sandbox_app.llm.chat.environment import MOST_WRITTEN, environment

Messages = list[dict[str, Any]]

_FAULTS = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a template may raise that is its own fault."""
_SETTINGS = {
    "add_generation_prompt": True,
    "documents": None,
    "enable_thinking": False,
    "thinking": False,
    "reasoning_effort": "low",
}
_FINAL = "<|channel|>final<|message|>"
"""Where answers are written to by models that think in a channel of their own."""
_THINKING = re.compile(r"</?think>")


class TemplateProblem(Exception):
    """A chat template cannot be used; the message says why, as the end of a sentence."""


class Frame(Struct, frozen=True):
    """The texts around a system message (what stays the same for an agent) and the user's (what is asked now).

    Attributes:
        before: what comes before the system's message; with `between` "" both stand in the user's.
        between: what comes between the two.
        after: what comes after the user's, up to where the model's answer begins.
        alone: what comes before the user's message where there is no other.
    """

    before: str
    between: str
    after: str
    alone: str


CHATML = Frame("<|im_start|>system\n", "<|im_end|>\n<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n", "<|im_start|>user\n")
"""The most common frame, for models that know its marks and whose own template cannot be used."""


def find_frame(text: str, bos: str = "", eos: str = "") -> Frame:
    """Run a template and return its frame. Belongs where it can be ended from outside: a template may run for ever.

    A model whose template refuses a system's message, or leaves it out, gets everything in the user's. A model that would
    think before it answers is told that it has done so.

    Args:
        text: the template. bos, eos: the texts of the marks that begin and end a text.

    Raises:
        TemplateProblem: it cannot be used.
    """
    try:
        template = environment().from_string(text)
    except _FAULTS as fault:
        raise TemplateProblem(f"it is no template ({fault})") from fault
    system, user = (f"zq{secrets.token_hex(12)}qz" for _ in range(2))
    reasons: list[str] = []

    def frame(messages: Messages, tools: list[str] | None, *marks: str) -> list[str]:
        try:
            return _around(_write(template, messages, tools=tools, bos_token=bos, eos_token=eos), marks)
        except _FAULTS as fault:
            reasons.append(str(fault) or type(fault).__name__)
            return []

    for messages, tools in _ways(system, user):
        parts = frame(messages, tools, system, user)
        if parts:
            alone = frame(messages[-1:] if len(messages) > 1 else _without(messages, system), tools, user)
            before, between, after = parts
            return Frame(before, between, after + _straight_to_the_answer(text, after), alone[0] if alone else before)
    raise TemplateProblem(reasons[0] if reasons else "it leaves out what is asked")


def _ways(system: str, user: str) -> Iterator[tuple[Messages, list[str] | None]]:
    """Yield the ways to put the messages, the best first.

    Some templates want the content as text, some as parts; to some no tools are None, to others an empty list.
    """
    for roles in ([("system", system), ("user", user)], [("user", system + user)]):
        for tools in (None, list[str]()):
            yield [{"role": role, "content": content} for role, content in roles], tools
            yield [{"role": role, "content": [{"type": "text", "text": content}]} for role, content in roles], tools


def _without(messages: Messages, system: str) -> Messages:
    content = messages[0]["content"]
    if isinstance(content, str):
        return [{"role": "user", "content": content.removeprefix(system)}]
    return [{"role": "user", "content": [{"type": "text", "text": content[0]["text"].removeprefix(system)}]}]


def _write(template: jinja2.Template, messages: Messages, **given: Any) -> str:
    written: list[str] = []
    length = 0
    for piece in template.generate(messages=messages, **_SETTINGS, **given):
        length += len(piece)
        if length > MOST_WRITTEN:
            raise TemplateProblem(f"it writes more than {MOST_WRITTEN:,} characters around a question")
        written.append(piece)
    return "".join(written)


def _around(text: str, marks: tuple[str, ...]) -> list[str]:
    """Return what stands around the marks; nothing when they are not there once each, in order, as text."""
    parts: list[str] = []
    for mark in marks:
        if text.count(mark) != 1 or mark not in text:
            return []
        before, text = text.split(mark)
        parts.append(before)
    parts.append(text)
    return [] if any("'type'" in part for part in parts) else parts


def _straight_to_the_answer(template: str, after: str) -> str:
    """Return what makes a thinking model answer at once: the end of a thought, unless the template wrote it itself."""
    if after.endswith("<|start|>assistant") and _FINAL in template:
        return _FINAL
    if after.rstrip().endswith("<think>"):
        return "\n</think>\n\n" if after.endswith("\n") else "\n\n</think>\n\n"
    if "</think>" in after or not _THINKING.search(template) or _asks_whether_to_think(template):
        return ""
    return "<think>\n\n</think>\n\n"


def _asks_whether_to_think(template: str) -> bool:
    return not {"enable_thinking", "thinking"}.isdisjoint(jinja2.meta.find_undeclared_variables(environment().parse(template)))

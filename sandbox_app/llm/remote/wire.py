"""What is sent to a server and what it answers: bodies, streams, and what is left of an answer without its thinking."""

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
from msgspec import Struct

from sandbox_app.llm.request import EngineError, Request

MOST_BYTES = 4 << 20
"""A longer answer is not read to its end."""
MOST_SIGNS = 4000
"""An answer has no more of them; the longest form asks for a quarter."""
ROOM_TO_THINK = 2048
"""Tokens that a model which cannot be kept from thinking aloud may use for it, beyond those of the answer."""
SIGNS_PER_TOKEN = 4
"""For servers that do not count."""
NO_THINKING = {"chat_template_kwargs": {"enable_thinking": False}}
"""Keeps Qwen 3 and its like from thinking aloud, where the server hands it to the template (llama-server, vLLM)."""

Constraint = Callable[[str], dict[str, Any]]
"""Gives the fields of a body that hold an answer to a grammar (GBNF)."""
CONSTRAINTS: dict[str, Constraint] = {
    "grammar": lambda grammar: {"grammar": grammar},
    "structured_outputs": lambda grammar: {"structured_outputs": {"grammar": grammar}},
    "guided_grammar": lambda grammar: {"guided_grammar": grammar},
}
"""By the name of the field: llama.cpp's servers; vLLM; vLLM before 0.12."""

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_THOUGHT_END = re.compile(r"\A.*</(?:think|thinking|thought|reasoning)>", re.DOTALL)
"""Some templates open the thought themselves, so that only its end is in the answer."""
_FENCE = re.compile(r"\A```[\w-]*\n(.*?)\n?```\Z", re.DOTALL)


class Details(Struct):
    """Of the prompt's tokens, those that the server had at hand."""

    cached_tokens: int | None = None


class Usage(Struct):
    """What a server counted."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: Details | None = None


class Said(Struct):
    """A message, or a piece of one."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None


class Choice(Struct):
    """One answer, or a piece of it, in the words of chats (message, delta) or of plain completions (text)."""

    message: Said | None = None
    delta: Said | None = None
    text: str | None = None
    finish_reason: str | None = None

    @property
    def said(self) -> str:
        """The text of it."""
        said = self.message or self.delta
        return (said.content if said else self.text) or ""

    @property
    def thought(self) -> bool:
        """Whether the model thought aloud, apart from its answer."""
        said = self.message or self.delta
        return bool(said and (said.reasoning_content or said.reasoning))


class Answer(Struct):
    """A whole answer, or one event of a stream."""

    choices: list[Choice] = []
    usage: Usage | None = None
    error: Any = None


class Cut(Exception):
    """A stream that ended before the answer did."""


_ANSWER = msgspec.json.Decoder(Answer)


def read_answer(data: bytes) -> Answer:
    """Read an answer or an event of a stream.

    Raises:
        EngineError: it is none.
    """
    try:
        answer = _ANSWER.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise EngineError(f"the server's answer makes no sense ({error})") from error
    if answer.error:
        raise EngineError(f"the server says: {words_of(data)}")
    return answer


def words_of(data: bytes) -> str:
    """Return what a server says of a fault, in one short line; servers wrap it in various ways."""
    try:
        said: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        said = data[:1000].decode(errors="replace")
    for name in ("error", "message", "detail"):
        if isinstance(said, dict) and name in said:
            said = said[name]
    text = said if isinstance(said, str) else repr(said)
    return " ".join(text.split())[:200] or "nothing"


def prompt_fields(request: Request, chat: bool, grammar_said: bool) -> dict[str, Any]:
    """Return the fields of a body that hold the prompt: what stays the same first, so that servers can keep it at hand.

    Args:
        chat: whether the server is asked in messages (what is shared and the agent's own as the system's) or plainly.
        grammar_said: the model is told the grammar, since nothing holds it to it.
    """
    rule = request.grammar if grammar_said else ""
    told = f"\nAnswer with nothing but lines that this grammar (GBNF) allows:\n{rule}" if rule else ""
    before = request.before if grammar_said else None
    wrong = f"That cannot be read: {before.fault}. Answer again, in exactly the form asked for and with nothing else." if before else ""
    if not chat:
        again = f"{before.text}\n{wrong}\n" if before else ""
        return {"prompt": request.prompt + told.lstrip("\n") + again}
    messages = [
        {"role": "system", "content": (request.shared + request.own).rstrip("\n")},
        {"role": "user", "content": (request.now + told).rstrip("\n")},
    ]
    if before:
        messages += [{"role": "assistant", "content": before.text}, {"role": "user", "content": wrong}]
    return {"messages": [message for message in messages if message["content"]]}


def shorten(text: str, lines: int) -> tuple[str, bool]:
    """Return what an answer says without thinking, fences, control signs and empty lines around it, and whether `lines` lines are whole.

    Args:
        lines: as many as the answer has, 0 for all there are.
    """
    text = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    text = _THOUGHT_END.sub("", _THOUGHT.sub("", text)).strip()[:MOST_SIGNS]
    text = _FENCE.sub(r"\1", text).strip()
    if not lines:
        return text, False
    kept = [line.strip() for line in text.split("\n") if line.strip()]
    return "\n".join(kept[:lines]), len(kept) > lines or (len(kept) == lines and text.endswith("\n"))


async def watch(chunks: AsyncIterator[bytes], show: Callable[[str], None], lines: int) -> Answer:
    """Read an answer as it arrives and show it; one that has all its lines is not read further.

    Raises:
        Cut: it ended early.
        EngineError: it makes no sense.
    """
    watched = Watched(show)
    ended, usage = "", None
    async for event in events(chunks):
        usage = event.usage or usage
        for choice in event.choices[:1]:
            watched.add(choice.said)
            ended = choice.finish_reason or ended
        if lines and shorten(watched.text, lines)[1]:
            ended = "stop"
            break
    if not ended:
        raise Cut  # the end mark alone is no end: llama-cpp-python's server sends it to whom it drops for the next
    watched.finish()
    return Answer([Choice(text=watched.text, finish_reason=ended)], usage)


class Watched:
    """An answer that arrives piece by piece; tells what can be shown: nothing of a model's thinking."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._shown = ""
        self.text = ""

    def add(self, piece: str) -> None:
        """Take the next piece."""
        self.text += piece
        clear = _THOUGHT.sub("", self.text).lstrip()
        held = clear.rfind("<")  # it may become the mark of a thought
        ready = clear if held < 0 or len(clear) - held > len("<reasoning>") else clear[:held]
        if len(ready) > len(self._shown) and ready.startswith(self._shown):
            self._show(ready[len(self._shown) :])
            self._shown = ready

    def finish(self) -> None:
        """Show what was held back."""
        clear = _THOUGHT.sub("", self.text).lstrip()
        if clear.startswith(self._shown) and len(clear) > len(self._shown):
            self._show(clear[len(self._shown) :])


async def events(chunks: AsyncIterator[bytes]) -> AsyncIterator[Answer]:
    """Read a stream of server-sent events up to its end mark.

    Raises:
        Cut: it ends without one.
        EngineError: it makes no sense, or is longer than `MOST_BYTES`.
    """
    rest, size = b"", 0
    async for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise EngineError("the server's answer does not end")
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if not line.startswith(b"data:"):
                continue
            data = line[5:].strip()
            if data == b"[DONE]":
                return
            yield read_answer(data)
    raise Cut

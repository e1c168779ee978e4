"""What the model is given of a request: its texts and grammar, with handles where the model was trained on them."""

import codecs
from collections.abc import Mapping

from msgspec import Struct

from sandbox_app.llm import forms, handles
from sandbox_app.llm.request import EngineError, Request


class Prompt(Struct, frozen=True):
    """The three parts of a prompt and the grammar as this model reads them.

    `names` says what handles stand for, and is None for a model that knows no handles.
    """

    shared: str
    own: str
    now: str
    grammar: str
    names: Mapping[str, str] | None


def prepare(request: Request, with_handles: bool, spaced: bool = False) -> Prompt:
    """Return the prompt of a request.

    Args:
        with_handles: the model was trained on handles.
        spaced: its answers may begin with a space that is not theirs.
    """
    if not with_handles:
        grammar = request.grammar.replace("root ::=", 'root ::= " "? answer\nanswer ::=', 1) if spaced else request.grammar
        return Prompt(request.shared, request.own, request.now, grammar, None)
    whole = handles.encode(request.prompt, request.names)
    stable = handles.encode(request.shared + request.own, request.names).text
    shared = handles.encode(request.shared, request.names).text
    if not (whole.text.startswith(stable) and stable.startswith(shared)):
        # A text that already looks like a handle moves the numbers; such a prompt shares nothing.
        shared = stable = ""
    grammar = handles.grammar_with_handles(request.grammar, whole.people, whole.places) if request.grammar else ""
    return Prompt(shared, stable[len(shared) :], whole.text[len(stable) :], grammar, whole.names)


def check_grammar(request: Request) -> None:
    """Make sure that the grammar is the one of the request's form; llama.cpp does not survive a bad one.

    Raises:
        EngineError: it is another one.
    """
    try:
        own = forms.render(request.facts).grammar
    except forms.FormError as error:
        raise EngineError(f"the form {request.purpose} cannot be used: {error}") from error
    if own != request.grammar:
        raise EngineError(f"the grammar of this request is not the one of the form {request.purpose}")


class Transcript:
    """The text of an answer as its tokens arrive: whole characters only, names in place of handles.

    With `spaced`, a space at its very beginning is the vocabulary's, and is left out.
    """

    def __init__(self, names: Mapping[str, str] | None, spaced: bool = False) -> None:
        self._spaced = spaced
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._handles = None if names is None else handles.StreamDecoder(names)
        self._parts: list[str] = []
        self.lines = 0

    def add(self, piece: bytes) -> str:
        """Take the bytes of a token and return the text that can be shown by now, often "".

        Raises:
            EngineError: the model used a handle that stands for nothing.
        """
        if self._spaced and piece:
            self._spaced = False
            piece = piece.removeprefix(b" ")
        self.lines += piece.count(b"\n")
        return self._take(self._decode(piece))

    def finish(self) -> str:
        """Return the text that was held back."""
        shown = self._take(self._decode(b"", True))
        held = self._handles.flush() if self._handles else ""
        self._parts.append(held)
        return shown + held

    def _take(self, text: str) -> str:
        try:
            shown = self._handles.feed(text) if self._handles else text
        except handles.HandleError as error:
            raise EngineError(str(error)) from error
        self._parts.append(shown)
        return shown

    @property
    def text(self) -> str:
        """The answer so far, without the line end that closes it."""
        return "".join(self._parts).rstrip("\n")

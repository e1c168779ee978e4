"""From texts to tokens: every prompt in the frame of the model's chat template, its stable parts first."""

import logging

from sandbox_app.llm.chat import CHATML, Frame, TemplateProblem, learn
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.prompt import Prompt

_logger = logging.getLogger(__name__)


def frame_of(model: LlamaModel) -> tuple[Frame | None, str]:
    """Return how the model wants to be spoken to, and what a person should know of that, or "".

    The frame is None for plain text: the demo model's forms, and models without a template.
    """
    if model.about.forms or not model.template:
        return None, ""
    bos, eos = model.bos_and_eos
    try:
        return learn(model.template, model.mark(bos), model.mark(eos)), ""
    except TemplateProblem as problem:
        common = all(len(model.tokenize(mark, read_marks=True)) == 1 for mark in ("<|im_start|>", "<|im_end|>"))
        way = "in the most common form, ChatML" if common else "in plain text"
        remark = f"The chat template of {model.about.name} cannot be used: {problem}; the model is spoken to {way}."
        _logger.warning(remark)
        return CHATML if common else None, remark


class Reader:
    """Turns the parts of a prompt into tokens. Belongs to the engine's thread.

    The frame's own texts are read with their marks, all others without: a name that looks like a mark stays a name. Every
    part is read for itself, so that what prompts have in common is the same tokens in all of them.

    Attributes:
        spaced: answers begin with a space that is not theirs.
    """

    def __init__(self, model: LlamaModel, frame: Frame | None) -> None:
        self._model = model
        self._framed = frame is not None
        before, between, after, alone = (frame.before, frame.between, frame.after, frame.alone) if frame else ("", "", "", "")
        # A space before a message belongs to its first word, in most vocabularies.
        self._spaces = [" " * (len(text) - len(text.rstrip(" "))) for text in (before, between, alone)]
        self._before = self._begin(before.rstrip(" "))
        self._alone = self._begin(alone.rstrip(" "))
        self._between = model.tokenize(between.rstrip(" "), read_marks=True, goes_on=True)
        self._after = model.tokenize(after, read_marks=True, goes_on=True)
        ending = model.pieces[self._after[-1]] if self._after else b"\n"
        self.spaced = model.spaced and not ending.endswith(b"\n")

    def part(self, text: str, *, first: bool, own: bool) -> list[int]:
        """Return the tokens of a stable part.

        Args:
            first: no other part comes before it. own: it is the agent's own part, the last of the stable ones.
        """
        tokens = list(self._before) if first else []
        tokens += self._words(text, self._spaces[0] if first else "", tokens, goes_on=not first, ends=own and bool(self._between))
        return tokens + self._between if own else tokens

    def now(self, prompt: Prompt) -> list[int]:
        """Return the tokens of the changing part, up to where the answer begins."""
        stable = bool(prompt.shared or prompt.own)
        before, spaces = (self._between, self._spaces[1]) if stable else (self._alone, self._spaces[2])
        opening = [] if prompt.own else before
        return opening + self._words(prompt.now, spaces, before, goes_on=stable, ends=True) + self._after

    def _begin(self, text: str) -> list[int]:
        tokens = self._model.tokenize(text, read_marks=True)
        start = self._model.start
        return tokens if tokens[:1] == start else start + tokens

    def _words(self, text: str, spaces: str, before: list[int], *, goes_on: bool, ends: bool) -> list[int]:
        """Read our own words, as they follow what is before them; a message in a frame does not end with a line end."""
        if self._framed and ends:
            text = text.rstrip("\n")
        follows_text = not self._model.marks[before[-1]] if before else goes_on
        if self._model.spaced and not follows_text:
            spaces = spaces[1:]  # the vocabulary adds it
        return self._model.tokenize(spaces + text, goes_on=follows_text)

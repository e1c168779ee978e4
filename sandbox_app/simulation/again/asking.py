"""Putting a recorded thought to a model once more, as it was or with parts altered; nothing is written."""

import queue
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sandbox_app.errors import Problem
from sandbox_app.llm import answers as a
from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import FormError, render
from sandbox_app.llm.request import Completion, Engine, EngineError, Name, Request
from sandbox_app.llm.wording import words
from sandbox_app.mind.budget import fits
from sandbox_app.simulation.again.altered import Again, Altered
from sandbox_app.simulation.again.parts import altered
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.named import names_in
from sandbox_app.worldfile.reader import WorldReader
from sandbox_app.worldfile.rows import CallRow
from sandbox_app.worldfile.texts import TextForgotten


def facts_of(reader: WorldReader, number: int) -> tuple[CallRow, f.AnyFacts]:
    """Return a thought on record and what it was told.

    Raises:
        Problem: there is no such thought, or its words are gone or of another time.
    """
    try:
        call = reader.call(number)
    except TextForgotten as problem:
        raise Problem("The words of this thought are gone: this world was told to forget its prompts.") from problem
    if call is None:
        raise Problem(f"There is no thought with the number {number}.")
    try:
        return call, msgspec.json.decode(call.facts, type=f.AnyFacts)
    except msgspec.MsgspecError as error:
        raise Problem("What this thought was told is not on record, or as another version wrote it; it cannot be asked again.") from error


def wording_of(reader: WorldReader, call: CallRow) -> str:
    """Return the world's own words in which a thought was asked, "" for the shipped ones."""
    return describe(reader, max(call.asked_step - 1, 0)).settings.wordings.get(call.purpose, "")


def request_of(
    call: CallRow, facts: f.AnyFacts, changes: Sequence[Altered], wording: str, names: tuple[Name, ...], context: int
) -> Request:
    """Return what is asked: the thought on record with some parts altered, in the same words, with the same seed.

    Raises:
        Problem: the changes cannot be, or the prompt is too long for the model then.
    """
    told = altered(facts, changes)
    try:
        request = render(told, names=names, agent=call.agent_id, seed=call.seed)  # due at once, and so before what the town thinks
        if wording:
            request = msgspec.structs.replace(request, now=words(call.purpose, wording, told))
    except FormError as error:
        raise Problem(f"It cannot be asked like this: {error}.") from error
    if not fits(request, context):
        raise Problem("With these words the prompt is too long for the model; write less, or leave something out.")
    return request


def outcome(call: CallRow, request: Request, changes: Sequence[Altered], result: Completion | EngineError) -> Again:
    """Return what came of asking."""
    made = Again(call=call.id, purpose=call.purpose, changes=tuple(changes), was=call.output, now="", own=request.own, prompt=request.now)
    if isinstance(result, EngineError):
        return msgspec.structs.replace(made, error=str(result) or type(result).__name__)
    error = ""
    try:
        a.parse(request.facts, result.text)
    except a.AnswerError as fault:
        error = str(fault)
    return msgspec.structs.replace(made, now=result.text, error=error, model=result.model, seconds=result.seconds, tokens=result.generated)


def ask_again(path: Path, number: int, changes: Sequence[Altered], engine: Engine) -> Again:
    """Ask a thought of a world again and wait for the answer.

    Raises:
        Problem: as `facts_of` and `request_of`.
    """
    with WorldReader(path) as reader:
        call, facts = facts_of(reader, number)
        world, wording = describe(reader), wording_of(reader, call)
    request = request_of(call, facts, changes, wording, names_in(world.town, world.cast), engine.context)
    answers: queue.SimpleQueue[Completion | EngineError] = queue.SimpleQueue()
    engine.submit(request, answers.put)
    return outcome(call, request, changes, answers.get())

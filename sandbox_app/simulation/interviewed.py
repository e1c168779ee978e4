"""Interviews for a window: a question to somebody, as of any moment, answered by the engine that thinks for the town, while it writes."""

from collections.abc import Callable

from sandbox_app.errors import Problem
from sandbox_app.llm import answers as a
from sandbox_app.llm.request import Completion, EngineError, Handle
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.again.served import Pieces
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.interviewing import LONGEST_QUESTION, PURPOSE, Prepared, Question, prepared, request_of
from sandbox_app.simulation.messages import AnsweredPerson, AskPerson
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader


class Interviews:
    """The questions to people of one world that are being answered. `tell` is called on any thread."""

    def __init__(self, session: Session, tell: Callable[[AnsweredPerson], None]) -> None:
        self._session = session
        self._tell = tell
        self._handles: dict[int, Handle] = {}

    def ask(self, asked: AskPerson) -> None:
        """Ask; what cannot be asked is told like an answer."""
        try:
            self._ask(asked)
        except Problem as problem:
            self._tell(AnsweredPerson(asked.number, done=True, error=problem.sentence))

    def _ask(self, asked: AskPerson) -> None:
        simulation = self._session.simulation
        engine, here = simulation.thoughts.engine, simulation.here
        if not engine.knows(PURPOSE):
            raise Problem(f"{engine.name} did not learn to be interviewed; let another model think, or live by rules, to ask people.")
        question = Question(asked.agent, bounded(asked.text, LONGEST_QUESTION))
        with WorldReader(self._session.path) as reader:
            world = describe(reader, asked.step)
            one = next(prepared(reader, world, asked.step, [question], here.budget, here.embedder))
        request = request_of(one, here.names, world.seed, asked.step, engine.context)

        def told(text: str, tokens: int, seconds: float) -> None:
            self._tell(AnsweredPerson(asked.number, text=text.strip(), seconds=seconds))

        pieces = Pieces(told)

        def done(result: Completion | EngineError) -> None:
            pieces.end()
            self._tell(_outcome(asked.number, one, result))

        self._handles[asked.number] = engine.submit(request, done, pieces.hear)

    def cancel(self, number: int) -> None:
        """Want no answer any more."""
        handle = self._handles.pop(number, None)
        if handle is not None:
            handle.cancel()


def _outcome(number: int, one: Prepared, result: Completion | EngineError) -> AnsweredPerson:
    """Return what came of a question, with the memories it rests on, best first."""
    memories = tuple(found.row.id for found in one.evidence)
    if isinstance(result, EngineError):
        return AnsweredPerson(number, done=True, memories=memories, error=str(result) or type(result).__name__)
    try:
        answer = a.parse(one.facts, result.text)
    except a.AnswerError as fault:
        return AnsweredPerson(number, text=result.text.strip(), done=True, memories=memories, error=str(fault), seconds=result.seconds)
    text = answer.text if isinstance(answer, a.Interview) else ""
    return AnsweredPerson(number, text=text, done=True, memories=memories, seconds=result.seconds)

"""A batcher that a test steps itself, and thoughts to give it."""

from collections.abc import Container

import msgspec

from sandbox_app.llm import facts as f
from sandbox_app.llm import forms
from sandbox_app.llm.llama.batcher import Batcher
from sandbox_app.llm.llama.context import Context
from sandbox_app.llm.llama.model import LlamaModel
from sandbox_app.llm.llama.tracks import Answer
from sandbox_app.llm.request import Completion, EngineError, Request
from tests.llm.every_facts import ADA, every_facts


class Bench:
    """A batcher that the test steps itself, on a context of its own."""

    def __init__(self, model: LlamaModel, *, cells: int = 8192, sequences: int = 64, places: int = 8, width: int = 256) -> None:
        self.model = model
        self.context = Context(model, cells=cells, sequences=sequences, width=width, threads=1)
        self.batcher = Batcher(model, self.context, places)
        self.results: dict[int, Completion | EngineError] = {}

    def add(self, request: Request) -> Answer:
        """Put a request into the queue."""
        number = len(self.results) + len(self.batcher.waiting) + len(self.batcher.running)
        answer = Answer(request, number, lambda result: self.results.__setitem__(number, result), None)
        self.batcher.add(answer)
        return answer

    def run(self, requests: list[Request]) -> list[Completion]:
        """Answer all of them, in their order."""
        begin = len(self.results)
        for request in requests:
            self.add(request)
        while self.batcher.busy:
            self.batcher.step()
        return [self.completion(number) for number in range(begin, begin + len(requests))]

    def run_stopped(self, requests: list[Request], at: Container[int]) -> list[Completion]:
        """Answer all of them while some batches, as counted from 0, are stopped half-way."""
        for request in requests:
            self.add(request)
        steps = 0
        while self.batcher.busy:
            if steps in at:
                self.context.abort.set()
                self.batcher.step()
                self.context.abort.clear()
            self.batcher.step()
            steps += 1
        assert steps > 10
        return [self.completion(number) for number in range(len(requests))]

    def completion(self, number: int) -> Completion:
        """Return what the request of this number got, which must be an answer."""
        result = self.results[number]
        assert isinstance(result, Completion), result
        return result

    def close(self) -> None:
        """Clear away."""
        self.batcher.fail_all(EngineError("the test is over"))
        self.batcher.close()
        self.context.close()


def persona(number: int) -> f.Persona:
    """Return somebody of this number."""
    return msgspec.structs.replace(ADA, name=f"Person {number}", age=20 + number)


def thoughts(people: int, purpose: str = "react", **changes: object) -> list[Request]:
    """One greedy thought of each of so many people: chance would tell apart what rounding makes of different batches."""
    wanted = [facts for n in range(people) for facts in every_facts(persona(n)) if forms.purpose_of(facts) == purpose]
    return [
        msgspec.structs.replace(forms.render(facts, agent=n + 1), **{"temperature": 0.0, "max_tokens": 16, **changes})
        for n, facts in enumerate(wanted)
    ]


def agree(texts: list[str], others: list[str]) -> bool:
    """Whether they are the same, but for a quarter in which rounding may have tipped a choice.

    Batches of other widths add numbers up in another order; answers from a wrong context have nothing in common.
    """
    return sum(text == other for text, other in zip(texts, others, strict=True)) * 4 >= len(texts) * 3

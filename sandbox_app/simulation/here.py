"""The world as minds see it: implements `sandbox_app.mind.surroundings.Surroundings` over a state and a batch of changes."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from sandbox_app.llm.facts import Judge
from sandbox_app.llm.request import Embedder
from sandbox_app.mind.budget import Budget
from sandbox_app.mind.feelings.affect import Affect, shown, toward
from sandbox_app.mind.feelings.needs import PRESSING
from sandbox_app.mind.meaning import known, meaning
from sandbox_app.mind.rules.happening import Happening
from sandbox_app.mind.settings import Settings
from sandbox_app.mind.surroundings import Act, Effect, Go, Intent, Queue, Talk
from sandbox_app.mind.waiting import Wish
from sandbox_app.simulation.named import hearer_of, names_in
from sandbox_app.simulation.state import WorldState
from sandbox_app.simulation.ways import Ways
from sandbox_app.town.clock import Clock
from sandbox_app.town.hours import is_open
from sandbox_app.town.model import CastMember, Place, Thing, Town
from sandbox_app.worldfile.rows import BeliefRow, Event, MemoryRow, PlanRow, StepBatch

MOST_VECTORS = 20_000
"""Texts whose vectors are kept at hand (30 MB); beyond it all are forgotten and made again as they are asked for."""

MOST_KEPT = 100_000
"""Texts of memories whose vectors are kept at hand as the record has them; of those beyond it the oldest are forgotten."""

SILENT = frozenset({"seen", "did"})
"""Kinds of memories that need no event of their own: what was seen or done is on the record already."""


class Ids(msgspec.Struct):
    """The last id given out in each table."""

    event: int = 0
    memory: int = 0
    plan: int = 0
    belief: int = 0
    call: int = 0
    persona: int = 0


class Here(Ways):
    """The surroundings of all minds of a world.

    Attributes:
        embedder: what makes vectors. batch: what this step adds to the record. intents: what minds want, to be applied at the step's end.
    """

    def __init__(
        self,
        town: Town,
        clock: Clock,
        settings: Settings,
        budget: Budget,
        state: WorldState,
        cast: Sequence[CastMember],
        embedder: Embedder,
        ids: Ids,
        kept: Mapping[str, bytes] | None = None,
        *,
        seed: int,
    ) -> None:
        """Begin with nothing under way; `kept` are the vectors of texts that are on the record, float16; `seed` is the world's own."""
        super().__init__(town, state, cast)
        self.clock = clock
        self.settings = settings
        self.budget = budget
        self.ids = ids
        self.seed = seed
        self.batch = StepBatch(step=state.step)
        self.intents: list[tuple[int, Intent]] = []
        self.asked_effects: Callable[[int, int, int], list[Effect]] = lambda agent, thing, other: []
        self.asked_judges: Callable[[Judge], bool] = lambda facts: False
        self.asked_allows: Callable[[int, Happening], bool] = lambda agent, choice: True
        self.spawn_task: Callable[[int, Coroutine[Wish, Any, None]], None] = lambda agent, work: None
        self.acquainted: Callable[[int, int], None] = lambda agent, other: None
        self.asked_knows: Callable[[str], bool] = lambda purpose: True
        self.names = names_in(town, cast)
        self.embedder = embedder
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._kept = dict(kept or {})

    @property
    def step(self) -> int:
        """The present step."""
        return self.state.step

    # -- questions -----------------------------------------------------------------------------------------------

    def knows(self, purpose: str) -> bool:
        """See Surroundings."""
        return self.asked_knows(purpose)

    def short_name(self, agent: int) -> str:
        """See Surroundings."""
        return self.cast[agent - 1].short

    def may_enter(self, agent: int, site: Place) -> bool:
        """See Surroundings."""
        member = self.cast[agent - 1]
        return site.name in (member.home, member.workplace) or is_open(site, self.clock.minute(self.step))

    def staff(self, site: Place) -> Sequence[int]:
        """See Surroundings."""
        return [agent for agent, member in enumerate(self.cast, 1) if member.workplace == site.name]

    def asleep(self, agent: int) -> bool:
        """See Surroundings."""
        return bool(self.state.asleep[agent - 1])

    def wake_step(self, agent: int) -> int:
        """See Surroundings."""
        return int(self.state.wake[agent - 1])

    def activity(self, agent: int) -> str:
        """See Surroundings."""
        return self.state.activity[agent - 1]

    def doing(self, agent: int) -> tuple[int, int]:
        """See Surroundings."""
        return int(self.state.plan[agent - 1]), int(self.state.thing[agent - 1])

    def feeling(self, agent: int) -> str:
        """See Surroundings."""
        if not self.settings.feelings:
            return ""
        needs = self.state.needs.get(agent)
        weary = needs is not None and needs.energy < PRESSING["energy"]
        return shown(self.state.affects.get(agent, Affect()), self.step, self.settings.step_seconds, weary=weary)

    def feeling_toward(self, agent: int) -> int:
        """See Surroundings."""
        return toward(self.state.affects.get(agent, Affect()), self.step, self.settings.step_seconds) if self.settings.feelings else 0

    def allows(self, agent: int, choice: Happening) -> bool:
        """See Surroundings."""
        return self.asked_allows(agent, choice)

    def carried(self, agent: int) -> Sequence[str]:
        """See Surroundings."""
        return self.state.carried.get(agent, ())

    def effects_of(self, agent: int, thing_id: int, other: int) -> Sequence[Effect]:
        """See Surroundings."""
        return self.asked_effects(agent, thing_id, other)

    def judges(self, facts: Judge) -> bool:
        """See Surroundings."""
        return self.knows("attempt") and self.knows("judge") and self.asked_judges(facts)

    def thing_state(self, thing: Thing) -> str:
        """See Surroundings."""
        return self.state.things.get(thing.id, thing.states[0] if thing.states else "")

    def talk_of(self, agent: int) -> Talk | None:
        """See Surroundings."""
        return self.state.talk_of(agent)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Surroundings."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if missing:
            if len(self._vectors) + len(missing) > MOST_VECTORS:
                self._vectors = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text, vector in zip(missing, self.embedder.embed(missing), strict=True):
                self._vectors[text] = vector
        return np.stack([self._vectors[text] for text in texts])

    def meaning(self, said: str, hearer: int, speaker: int, memory: float) -> str:
        """See Surroundings."""
        if not self.cast[speaker - 1].visitor or not self.budget.guided:
            return ""
        examples = known(self.embedder.name, self.embedder.embed)
        return meaning(said, hearer_of(self.town, self.cast, hearer), self.embed, examples, memory)

    def embed_memories(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text that somebody remembers, and put them on the record: they are never made again."""
        new = list(dict.fromkeys(text for text in texts if text not in self._kept))
        for text, half in zip(new, self.embed(new).astype("<f2") if new else (), strict=True):
            self._kept[text] = half.tobytes()
            self.batch.embeddings.append((text, self.embedder.name, self._kept[text]))
        rows = np.stack([np.frombuffer(self._kept[text], "<f2") for text in texts]).astype(np.float32)
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return rows

    def vector_of(self, text: str) -> bytes | None:
        """Return the vector of a memory's text as the record has it; None where it has none yet."""
        return self._kept.get(text)

    # -- changes -------------------------------------------------------------------------------------------------

    def settle(self, cast: Sequence[CastMember], settings: Settings, budget: Budget) -> None:
        """Take over who everybody is and what is set, after an edit."""
        self.settings, self.budget = settings, budget
        self.take_over(cast)

    def want(self, agent: int, intent: Intent) -> None:
        """See Surroundings. Of several things to do with its body in one step, the last one wanted counts."""
        if isinstance(intent, Go | Act | Queue):
            self.intents = [(one, other) for one, other in self.intents if one != agent or not isinstance(other, Go | Act | Queue)]
        self.intents.append((agent, intent))

    def spawn(self, agent: int, work: Coroutine[Wish, Any, None]) -> None:
        """See Surroundings."""
        self.spawn_task(agent, work)

    def happen(
        self, kind: str, agent: int, text: str, data: dict[str, Any] | None = None, *, cause: int = 0, call_id: int = 0, place: int = 0
    ) -> Event:
        """Record an event at the present step and apply it; `place` 0: where the agent is."""
        self.ids.event += 1
        place = place or (self.place_of(agent) if agent else 0)
        event = Event(
            id=self.ids.event,
            step=self.step,
            kind=kind,
            agent_id=agent,
            place_id=place,
            text=text,
            data=data or {},
            cause=cause,
            call_id=call_id,
        )
        self.state.apply(event)
        self.batch.events.append(event)
        return event

    def remember(
        self,
        agent: int,
        kind: str,
        text: str,
        *,
        cause: int = 0,
        call_id: int = 0,
        evidence: tuple[int, ...] = (),
        talk: int = 0,
    ) -> MemoryRow:
        """See Surroundings."""
        self.ids.memory += 1
        if kind not in SILENT:
            data: dict[str, Any] = {"memory": self.ids.memory, "kind": kind}
            if talk:
                data["talk"] = talk
            cause = self.happen("remember", agent, text, data, cause=cause, call_id=call_id).id
        row = MemoryRow(
            id=self.ids.memory,
            agent_id=agent,
            kind=kind,
            text=text,
            importance=0,
            created_step=self.step,
            cause=cause,
            evidence=evidence,
        )
        self.batch.memories.append(row)
        return row

    def let_go(self, agent: int, talk: int, cause: int) -> None:
        """See Surroundings."""
        self.happen("remember", agent, f"{self.short_name(agent)} keeps nothing of the talk", {"talk": talk}, cause=cause)

    def record(self, agent: int, kind: str, text: str, data: dict[str, Any], *, cause: int = 0, call_id: int = 0) -> int:
        """See Surroundings."""
        return self.happen(kind, agent, text, data, cause=cause, call_id=call_id).id

    def rate(self, agent: int, rated: list[tuple[int, int]]) -> None:
        """See Surroundings."""
        self.batch.rated.extend(rated)

    def new_plan_id(self) -> int:
        """See Surroundings."""
        self.ids.plan += 1
        return self.ids.plan

    def set_plan(
        self,
        agent: int,
        retired: list[int],
        rows: list[PlanRow],
        text: str,
        kind: str,
        call_id: int,
        *,
        cause: int = 0,
        data: dict[str, Any] | None = None,
    ) -> int:
        """See Surroundings."""
        said = text or "; ".join(f"{self.clock.hhmm(row.start_step)} {row.activity}" for row in rows)
        told = {"plans": [row.id for row in rows], "retired": retired, **(data or {})}
        event = self.happen(kind, agent, said, told, cause=cause, call_id=call_id)
        if retired:
            gone = frozenset(retired)
            added = {row.id for row in self.batch.plans}
            self.batch.retired_plans.extend(number for number in retired if number not in added)
            self.batch.plans = [row for row in self.batch.plans if row.id not in gone]
        self.batch.plans.extend(msgspec.structs.replace(row, cause=event.id) for row in rows)
        return event.id

    def believe(self, agent: int, row: BeliefRow, retires: int, text: str, *, call_id: int = 0) -> BeliefRow:
        """See Surroundings."""
        if row.about_id:
            self.acquainted(agent, row.about_id)
        self.ids.belief += 1
        kept = msgspec.structs.replace(row, id=self.ids.belief)
        words = text or f"{self.short_name(row.about_id)} is {self.short_name(agent)}'s {row.text} now (closeness {row.value:+.0f} of 10)"
        self.happen("believe", agent, words, {"belief": kept.id}, cause=row.cause, call_id=call_id)
        self.batch.beliefs.append(kept)
        if retires:
            self.batch.retired_beliefs.append(retires)
        return kept

    def doubt(self, agent: int, row: BeliefRow, text: str, *, cause: int = 0, call_id: int = 0) -> None:
        """See Surroundings."""
        self.happen("believe", agent, text, {"belief": row.id, "dropped": True}, cause=cause, call_id=call_id)
        self.lapse([row.id])

    def lapse(self, beliefs: list[int]) -> None:
        """See Surroundings."""
        self.batch.retired_beliefs.extend(beliefs)

    def reflected(self, agent: int, text: str, call_id: int, *, cause: int = 0, data: dict[str, Any] | None = None) -> int:
        """See Surroundings."""
        return self.happen("reflect", agent, text, data, cause=cause, call_id=call_id).id

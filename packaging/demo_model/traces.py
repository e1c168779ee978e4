"""Traces: thoughts as worlds really ask for them, out of days lived by made-up people on the scripted engine.

The facts that `thoughts` draws are varied, but what comes together in them is put together by chance; a town that lives asks
for other things far more often: greetings in the morning, plain aims, talk of the day. Names of places are handles in prompts, so
that nothing is learnt of the maps on which these people live; the casts that ship are not among them.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from demo_model.asking import Question
from demo_model.happenings import clock, event
from demo_model.recorded import questions
from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.description import describe
from sandbox_app.simulation.edited import edit_world
from sandbox_app.simulation.editing.operations import SetPersona
from sandbox_app.simulation.interventions import Edit
from sandbox_app.simulation.run import run_until
from sandbox_app.simulation.session import Session
from sandbox_app.worldfile.reader import WorldReader

_DAY = 8640
_KEPT = 0.3
"""So many of the thoughts that are no lines of a talk are kept: most hours are planned alike."""
_PEOPLE = (
    "25 people", "two families, six students and ten pensioners", "eight fishers, ten bakers, four teachers", "30 neighbours",
    "twelve old people and ten young ones", "three families in a quarrel, five artists", "ten shopkeepers, four couples, six children",
)  # fmt: skip
_HOSTS, _STANDING = 4, 0.3
"""So many of a town give something and invite people, or, so many of these, stand for an office: invitations are rare otherwise."""
_OFFICES = ("mayor", "the council", "head of the choir", "captain of the ferry", "judge of the harvest")


def _aim(random: Random, sites: list[str]) -> str:
    if random.random() < _STANDING:
        return f"run for {random.choice(_OFFICES)} and ask people for their vote"
    give, day = random.choice(("give", "have", "hold", "throw", "host")), random.choice((1, 1, 2, 2, 2))
    where, when = random.choice(sites), clock(random, 12, 20)
    return f"{give} {event(random)} at {where} on day {day} at {when} and invite people"


def _made(path: Path, random: Random, seed: int) -> None:
    """Make a town of made-up people, some of whom have something to invite others to."""
    create_world_file(path, "alderwick", people=random.choice(_PEOPLE), seed=seed)
    with WorldReader(path) as reader:
        world = describe(reader)
        hosts = random.sample([row.id for row in reader.agents()], _HOSTS)
    homes = {member.home for member in world.cast}
    sites = [place.name for place in world.town.places if place.level == "site" and place.name not in homes]
    for host in hosts:
        edit_world(path, Edit(SetPersona(host, "aim", _aim(random, sites))), "traces")


def thoughts_of(path: Path, random: Random) -> list[Question]:
    """Return the thoughts that a world recorded: every line of its talks, and a part of the rest."""
    return questions(path, lambda heads: [head for head in heads if head.purpose == "say" or random.random() < _KEPT])


def stream(seed: int) -> Iterator[Question]:
    """Yield thoughts without end, each town in an order of its own; the same seed gives the same ones."""
    random = Random(f"traces {seed}")
    number = 0
    while True:
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "town.world"
            _made(path, random, seed * 1000 + number)
            session = Session(path, ScriptedEngine(), HashedWords())
            try:
                run_until(session, _DAY * random.choice((1, 1, 2)), "scripted")
            finally:
                session.close()
            found = thoughts_of(path, random)
        random.shuffle(found)
        yield from found

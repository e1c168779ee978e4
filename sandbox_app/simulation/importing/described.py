"""Somebody whom a person describes in a few words of their own."""

from sandbox_app.simulation.importing import newcomer
from sandbox_app.simulation.importing.newcomer import Kept, Newcomer


def described(name: str, job: str, words: str) -> Newcomer:
    """Return somebody by name, job and description; age, pronouns and what else it does not say are made up, and named.

    Sentences beyond what an identity holds are what they know.

    Raises:
        Problem: there is no name.
    """
    full, short = newcomer.names_of(name, name or "The new person")
    identity, left = newcomer.identity_of(words)
    age, pronouns, traits = newcomer.age_in(words), newcomer.pronouns_in(words), newcomer.traits_in(words)
    known = {"age": age, "pronouns": pronouns, "job": job.strip(), "traits": traits, "identity": identity}
    return Newcomer(
        source=full,
        name=full,
        short=short,
        age=age or 30,
        pronouns=pronouns or "they",
        job=newcomer.line(job) or "new in town",
        traits=traits or ("reserved", "observant"),
        identity=identity or f"{short} is new in town.",
        memories=tuple(Kept("known", line) for line in dict.fromkeys(left))[: newcomer.MOST_MEMORIES],
        assumed=tuple(what for what, told in known.items() if not told),
    )

"""The scripted engine: answers every thought from its facts, by rules and phrase banks, seeded; no model.

It is a mind of its own (instant, free, repeatable), the baseline and oracle of tests, and the teacher of the demo model.
An answer depends on what the prompt shows and on the seed, on nothing else; the phrase banks are `assets/phrases/*.toml`.
"""

from sandbox_app.llm.scripted.answer import answer
from sandbox_app.llm.scripted.engine import ScriptedEngine

__all__ = ["ScriptedEngine", "answer"]

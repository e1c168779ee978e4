"""What can be set about the minds of a world, with the defaults of the paper (Park et al., 2023) where it gives one."""

from typing import Literal

from msgspec import Struct

Prompts = Literal["auto", "short", "middle", "full"]
"""How much prompts hold: what suits the model, or a level of `budget.py`."""


class Settings(Struct, frozen=True, kw_only=True):
    """The settings of a world; kept in its file, all editable.

    Attributes:
        step_seconds: simulated seconds of a step.
        recency_decay: recency is this to the power of the hours since a memory was last retrieved (paper, 4.1).
        weight_recency, weight_importance, weight_relevance: of the parts of the retrieval score (paper, 4.1: all 1).
        retrieve_thought, retrieve_talk, retrieve_interview: memories retrieved for a thought, a line of dialogue, an interview.
        reflection_threshold: summed importance of new memories after which an agent reflects (paper, 4.2).
        reflection_memories, reflection_questions: how many latest memories raise how many questions (paper, 4.2).
        vision: tiles within which others in the same room are seen. attention: how many of the nearest are noticed at a time.
        retention: what was noticed is not noticed again while it is among this many latest (paper's code).
        talk: whether people talk with each other at all.
        talk_exchanges: lines each one may say in a talk.
        talk_most: how many can talk together.
        talk_pause_minutes: after a talk, the same two do not start another one for so long.
        react_pause_minutes: an agent weighs whether to react to somebody at most this often.
        rating_batch: memories rated in one thought.
        prompts: how much a prompt holds: what suits the model ("auto"), or one of the levels of `budget.py`.
        thinking: whether minds think at all; False leaves routines only.
        routines: whether hours lived before are repeated without a thought.
        free_actions: whether people try what comes to their mind, and a game master judges it.
        house_rules: what the game master holds to in every case ("Nobody may climb the statue.").
        needs: whether people have needs (hunger, energy, company) that press when they are not seen to.
        foresight: whether agents imagine what would come of talking, giving, taking or hurting somebody before they do.
        observation, reflection, planning, beliefs, feelings: faculties; one that is False rests (see `ablation.py`).
        wordings: the world's own words for forms, by purpose (`sandbox_app.llm.wording`); the shipped ones for all others.
        weather: whether the sky changes by itself (`simulation/weather.py`); else it stays as it is, or as a person makes it.
        ahead: whether thoughts are asked before they are needed (DESIGN.md, Time); False lives step by step, for comparison.
    """

    step_seconds: int = 10
    recency_decay: float = 0.995
    weight_recency: float = 1.0
    weight_importance: float = 1.0
    weight_relevance: float = 1.0
    retrieve_thought: int = 30
    retrieve_talk: int = 15
    retrieve_interview: int = 50
    reflection_threshold: int = 150
    reflection_memories: int = 100
    reflection_questions: int = 3
    vision: int = 8
    attention: int = 3
    retention: int = 5
    talk: bool = True
    talk_exchanges: int = 8
    talk_most: int = 5
    talk_pause_minutes: int = 120
    react_pause_minutes: int = 20
    rating_batch: int = 10
    prompts: Prompts = "auto"
    thinking: bool = True
    routines: bool = True
    needs: bool = False
    free_actions: bool = True
    house_rules: tuple[str, ...] = ()
    foresight: bool = False
    weather: bool = False
    ahead: bool = True
    wordings: dict[str, str] = {}
    observation: bool = True
    reflection: bool = True
    planning: bool = True
    beliefs: bool = True
    feelings: bool = True

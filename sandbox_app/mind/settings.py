"""What can be set about the minds of a world, with the defaults of the paper (Park et al., 2023) where it gives one."""

from msgspec import Struct

from sandbox_app.llm.forms import MOST_CHOICES


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
        thinking: whether minds think at all; False leaves routines only.
        routines: whether hours lived before are repeated without a thought.
        free_actions: whether people try what comes to their mind, and a game master judges it.
        house_rules: what the game master holds to in every case ("Nobody may climb the statue.").
        needs: whether people have needs (hunger, energy, company) that press when they are not seen to.
        foresight: whether agents imagine what would come of talking to somebody before they do.
        observation, reflection, planning, beliefs, feelings: faculties; one that is False rests (see `ablation.py`).
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
    thinking: bool = True
    routines: bool = True
    needs: bool = False
    free_actions: bool = True
    house_rules: tuple[str, ...] = ()
    foresight: bool = False
    ahead: bool = True
    observation: bool = True
    reflection: bool = True
    planning: bool = True
    beliefs: bool = True
    feelings: bool = True


class Budget(Struct, frozen=True):
    """How much of everything a prompt holds, given the model's context: the one place that decides it.

    Attributes:
        thought, talk: memories offered to a thought and to a line of dialogue.
        reflection: memories offered to the questions of a reflection.
        lines: latest lines of a talk that are shown. choices: longest numbered list.
        interview: memories offered to a question from outside. listed: longest numbered list of memories.
    """

    thought: int
    talk: int
    reflection: int
    lines: int
    choices: int
    interview: int
    listed: int


def budget(settings: Settings, context: int) -> Budget:
    """Return what fits a model with this context length in tokens; the paper's numbers from 8,192 on, at most 8 memories below 4,096."""
    thought, talk, interview = settings.retrieve_thought, settings.retrieve_talk, settings.retrieve_interview
    if context >= 8192:
        return Budget(min(thought, MOST_CHOICES), talk, settings.reflection_memories, 16, 24, interview, MOST_CHOICES)
    if context >= 4096:
        return Budget(min(thought, 15), min(talk, 12), 40, 14, 20, min(interview, 24), 40)
    return Budget(min(thought, 8), min(talk, 6), 20, 12, 16, min(interview, 8), 16)

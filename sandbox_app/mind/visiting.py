"""The course of a visitor's life. A person leads a visitor, who has no thoughts here: all that goes by itself is good manners.

A visitor to whom somebody has spoken is silent for a while, then lets the turn pass, and says nothing more when that happens twice
in a talk. A window holds the clock at a visitor's turn, so this happens only where nobody is there to answer.
"""

from sandbox_app.mind.mind import Mind
from sandbox_app.mind.surroundings import Act, Speak, Talk

SILENCE_SECONDS = 60
"""How long others wait for an answer."""
IDLE = "looking around"
_LONG = 10**8


async def visit(mind: Mind) -> None:
    """Be in town, or away, for ever."""
    world = mind.world
    silent_in = 0
    while True:
        talk = world.talk_of(mind.id)
        if talk is not None and talk.over_for(mind.id):
            let_go(mind, talk)
        elif talk is not None and talk.members[talk.turn] == mind.id:
            patience = talk.next_step + SILENCE_SECONDS // world.settings.step_seconds
            if world.step >= patience:
                world.want(mind.id, Speak(talk.id, "", mind.mood, silent_in == talk.id))
                silent_in = talk.id
                await mind.pause(world.step + 1, open_to_calls=False)
            else:
                await mind.pause(patience)
        elif talk is None and not world.asleep(mind.id) and world.activity(mind.id) != IDLE:
            if not (left := world.arrives_in(mind.id)):
                world.want(mind.id, Act(thing_id=0, activity=IDLE, hue="other"))
            await mind.pause(world.step + max(left, 1))
        else:
            await mind.pause(world.step + _LONG)


def let_go(mind: Mind, talk: Talk) -> None:
    """Be done with a talk that is over. What a visitor thinks of it is known to nobody here."""
    mind.world.let_go(mind.id, talk.id, talk.lines[-1].event if talk.lines else talk.event)

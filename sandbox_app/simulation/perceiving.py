"""What reaches the minds in a step: what they see of each other, and what they overhear."""

from collections.abc import Mapping

from sandbox_app.mind.attention import ALONE_MINUTES, CALLING, COMPANY, WORTH_A_MEMORY, salience
from sandbox_app.mind.mind import Mind
from sandbox_app.mind.surroundings import Noticed
from sandbox_app.mind.words import bounded
from sandbox_app.simulation.here import Here
from sandbox_app.simulation.noticing import Noticing
from sandbox_app.simulation.visible import Visible
from sandbox_app.worldfile.rows import Event


class Perceiving:
    """The senses of all agents of a world. Owned by the step loop."""

    def __init__(self, here: Here, minds: dict[int, Mind]) -> None:
        self._here = here
        self._minds = minds
        self._noticing = Noticing(len(minds), here.settings)
        self._visible = Visible(here, minds)
        here.acquainted = self._noticing.acquaint
        self.renew(minds)

    def renew(self, minds: Mapping[int, Mind]) -> None:
        """Take note of whom these minds know, and of the settings as they are now."""
        self._noticing.settings = self._here.settings
        for agent, mind in minds.items():
            for other in mind.relations:
                self._noticing.acquaint(agent, other)

    def look(self, moved: list[int]) -> list[int]:
        """Let everybody see what is new around them; return those whose attention it calls."""
        here = self._here
        called = []
        for observer, other in self._noticing.look(here.state, moved):
            if here.pottering(other):
                continue
            mind = self._minds[observer]
            site = here.town.site_of(here.place_of(other))
            activity = self._visible.activity(other)
            novelty = mind.attention.novelty(other, site.id, activity, here.step, mind.dawn(mind.life_day()))
            if novelty < WORTH_A_MEMORY:
                continue
            name = here.short_name(other)
            walking = other in here.state.journeys
            text = f"{name} is {activity}" if walking or site.name in activity else f"{name} is {activity} in {site.name}"
            if text in mind.lately:
                continue
            mind.attention.saw(other, site.id, activity, here.step)
            data = {"of": other, "novelty": novelty}
            event = here.happen("perceive", observer, f"{here.short_name(observer)} sees: {text}", data)
            talk = here.talk_of(other)
            busy = talk is not None and (talk.over_for(other) or not talk.open_to_more(here.settings.talk_most))
            relation = mind.relations.get(other)
            weight = salience(novelty, relation.value if relation is not None else 0)
            alone = here.step - mind.last_reaction >= ALONE_MINUTES * 60 // here.settings.step_seconds
            calls = weight >= (COMPANY if alone else CALLING)
            could_talk = calls and here.talk_of(observer) is None and not busy and not here.asleep(other)
            if mind.notice(Noticed(other, text, event.id), could_talk=could_talk and here.settings.thinking and here.settings.talk):
                called.append(observer)
        return called

    def overhear(self, events: list[Event]) -> None:
        """Let those who stand near a talk keep what was new to them of what they heard."""
        for event in events:
            if event.kind != "hear":
                continue
            mind = self._minds[event.agent_id]
            speaker, _, said = event.text.partition(": ")
            mind.knowing.hear_of(said, event.id)
            if event.data["member"]:
                mind.attention.heard(said)
            elif kept := mind.attention.worth_keeping(int(event.data["talk"]), said):
                mind.remember("heard", bounded(f"I overheard {speaker}: {kept}", 200), cause=event.id)

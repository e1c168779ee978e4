"""The deeds of the menu as plain data: what each needs, what it will come to in a sentence, and the interventions it is."""

from dataclasses import dataclass
from typing import Literal

from sandbox_app.simulation.editing.operations import Close, Give, MoveAgent, Reopen, SetThingState, SetWeather, TakeAway
from sandbox_app.simulation.interventions import Announce, Edit, Intervention, Tell, Whisper
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import tr

Kind = Literal["tell", "whisper", "announce", "set", "close", "reopen", "weather", "give", "take", "move", "meeting"]
Part = Literal["agent", "other", "place", "thing", "speaker", "item", "time", "weather", "words"]
PARTS: dict[Kind, tuple[Part, ...]] = {
    "tell": ("agent", "speaker", "words"),
    "whisper": ("agent", "words"),
    "announce": ("place", "words"),
    "set": ("thing", "words"),
    "close": ("place", "words"),
    "reopen": ("place",),
    "weather": ("weather",),
    "give": ("agent", "speaker", "words"),
    "take": ("agent", "item"),
    "move": ("agent", "place"),
    "meeting": ("agent", "other", "place", "time"),
}
"""What a form asks for, in order."""


@dataclass(frozen=True)
class Deed:
    """A form filled in; ids are those of the world, 0 for none (`place` 0: the whole town)."""

    kind: Kind
    agent: int = 0
    other: int = 0
    place: int = 0
    thing: int = 0
    speaker: str = ""
    time: str = ""
    item: str = ""
    weather: str = ""
    words: str = ""


def kinds() -> dict[Kind, str]:
    """The deeds by their names in the menu."""
    return {
        "tell": tr("Say something to somebody…"),
        "whisper": tr("Whisper to somebody…"),
        "announce": tr("Announce something…"),
        "set": tr("Change a thing…"),
        "close": tr("Close a place or a road…"),
        "reopen": tr("Open again what is closed…"),
        "weather": tr("Change the weather…"),
        "give": tr("Give somebody money or an object…"),
        "take": tr("Take something away from somebody…"),
        "move": tr("Move somebody…"),
        "meeting": tr("Arrange a meeting…"),
    }


def interventions(scene: Scene, deed: Deed) -> tuple[Intervention, ...]:
    """What is sent to the runner; nothing while the form is not complete."""
    needed = PARTS[deed.kind]
    if ("words" in needed and not deed.words and deed.kind != "close") or ("other" in needed and deed.other == deed.agent):
        return ()
    match deed.kind:
        case "tell":
            return (Tell(deed.agent, deed.words, deed.speaker),)
        case "whisper":
            return (Whisper(deed.agent, deed.words),)
        case "announce":
            return (Announce(deed.words, deed.place),)
        case "set":
            return (Edit(SetThingState(deed.thing, deed.words)),)
        case "close" | "reopen" | "weather":
            return _outdoors(scene, deed)
        case "give":
            return (Edit(Give(deed.agent, deed.words, deed.speaker)),)
        case "take":
            return (Edit(TakeAway(deed.agent, deed.item)),) if deed.item else ()
        case "move":
            return (Edit(MoveAgent(deed.agent, deed.place)),) if deed.place else ()
        case "meeting":
            return _meeting(scene, deed)


def _site(scene: Scene, deed: Deed) -> int:
    """The building, road or open area that is meant, 0 for the whole town."""
    return scene.town.site_of(deed.place).id if deed.place else 0


def _outdoors(scene: Scene, deed: Deed) -> tuple[Intervention, ...]:
    site = _site(scene, deed)
    if deed.kind == "weather":
        return (Edit(SetWeather(deed.weather)),) if deed.weather != scene.weather else ()
    if not site or (scene.closure(site) is None) == (deed.kind == "reopen"):
        return ()
    return (Edit(Reopen(site) if deed.kind == "reopen" else Close(site, why=deed.words)),)


def _meeting(scene: Scene, deed: Deed) -> tuple[Intervention, ...]:
    """The same request to both."""
    if not deed.place:
        return ()
    pairs = ((deed.agent, deed.other), (deed.other, deed.agent))
    return tuple(Whisper(one, _request(scene, deed, other)) for one, other in pairs)


def _request(scene: Scene, deed: Deed, other: int) -> str:
    return f"You want to meet {scene.short(other)} at {scene.where(deed.place)} at {deed.time}."


def preview(scene: Scene, deed: Deed) -> str:
    """What the deed will come to, in a sentence or two."""
    name, other, words = scene.short(deed.agent), scene.short(deed.other), deed.words
    if not interventions(scene, deed):
        return _missing(scene, deed)
    match deed.kind:
        case "tell":
            who = deed.speaker or tr("A visitor")
            return tr("{who} says it. {name} and whoever is near hear and remember: “{words}”", who=who, name=name, words=words)
        case "whisper":
            return tr("It will come to {name}'s own mind: “{words}” Nobody else hears it.", name=name, words=words)
        case "announce" if deed.place:
            return tr("All who are awake at {place} remember the news: “{words}”", place=scene.where(deed.place), words=words)
        case "announce":
            return tr("All who are awake remember the news: “{words}”", words=words)
        case "set":
            thing = scene.town.thing(deed.thing)
            return tr("The {name} is {words}. Whoever comes near sees it. It can be undone.", name=thing.name, words=words)
        case "close" | "reopen" | "weather":
            return _preview_outdoors(scene, deed)
        case "give":
            who = deed.speaker or tr("A visitor")
            said = tr("{name} carries {words} from now on, and remembers that it is from {who}.", name=name, words=words, who=who)
            return said + " " + tr("It can be undone.")
        case "take":
            return tr("{name} no longer has {item}, and notices. It can be undone.", name=name, item=deed.item)
        case "move":
            place = scene.where(deed.place)
            return tr("{name} is at {place} at once, and goes on from there. It can be undone.", name=name, place=place)
        case "meeting":
            said = tr("It will come to both minds to meet at {place} at {time}.", place=scene.where(deed.place), time=deed.time)
            return said + " " + tr("Whether {name} and {other} go is up to them.", name=name, other=other)


def _preview_outdoors(scene: Scene, deed: Deed) -> str:
    if deed.kind == "weather":
        said = tr("There is another sky at once, until it changes by itself. Who is outdoors notices rain and snow.")
        return said + " " + tr("It can be undone.")
    name = scene.town.site_of(deed.place).name
    if deed.kind == "reopen":
        return tr("{name} is open again. People find out when they come by.", name=name)
    said = tr("Nobody comes to {name} but those who live there; who meant to go there finds out and plans anew.", name=name)
    return said + " " + tr("It can be undone.")


def _missing(scene: Scene, deed: Deed) -> str:
    if deed.kind in ("close", "reopen") and deed.place:
        name = scene.town.site_of(deed.place).name
        return tr("{name} is closed already.", name=name) if deed.kind == "close" else tr("{name} is open.", name=name)
    if deed.kind == "meeting" and deed.other == deed.agent:
        return tr("Choose two different people.")
    if deed.kind == "weather":
        return tr("It is like that already.")
    if deed.kind == "take":
        return tr("Choose somebody who carries something.")
    if "words" in PARTS[deed.kind] and deed.kind != "close":
        return tr("It happens at the present moment and stays on the record.")
    return tr("Choose a place.")

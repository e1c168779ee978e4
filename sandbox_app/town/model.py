"""What a town is made of: places, things with their uses, the map's grids, and the cast that lives in it.

Tiles are counted from the upper left, x to the right, y down. Ids count from 1 in the order of the town's file and are
stable: the world file refers to them. 0 means none.
"""

from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray


class Place(Struct, frozen=True, kw_only=True):
    """A node of the place tree: the town, a *site* in it (a building or an open area), or a *room* of a site.

    Attributes:
        name: of a site, unique in the town and as people say it ("Harbour Café"); of a room, unique in its site ("kitchen").
        level: "town", "site" or "room".
        kind: of a site: home, café, shop, school, park, street…; of a room: bedroom, kitchen, hall, garden…
        parent: id of the place around it.
        indoors: whether there is a roof over it.
        opens, closes: "HH:MM" for sites with opening hours, else "".
        door: the tile where one stands just inside, for rooms reached by a door; of an open area any walkable tile of it.
    """

    id: int
    name: str
    level: str
    kind: str
    parent: int = 0
    indoors: bool = False
    opens: str = ""
    closes: str = ""
    door: tuple[int, int] = (0, 0)


class Thing(Struct, frozen=True, kw_only=True):
    """Something that can be used.

    Attributes:
        name: as people say it, "stove". kind: which picture it has.
        place: id of the room (or the site, in open areas) where it stands.
        x, y, width, height: the tiles it covers.
        uses: what one does with it, verbs first: ("cook", "boil water").
        stands: tiles, one for each person who can use it at a time, walkable.
        pose: "stand", "sit" or "lie".
        states: what it can be, the first at the start: ("off", "on"); empty when it never changes.
    """

    id: int
    name: str
    kind: str
    place: int
    x: int
    y: int
    width: int = 1
    height: int = 1
    uses: tuple[str, ...] = ()
    stands: tuple[tuple[int, int], ...] = ()
    pose: str = "stand"
    states: tuple[str, ...] = ()


class Habit(Struct, frozen=True):
    """Something a person likes to do at a time of day at a site."""

    time: str
    place: str
    activity: str


class Tie(Struct, frozen=True):
    """What somebody is to a person: `relation` in words ("sister", "customer"), `closeness` -10..10."""

    name: str
    relation: str
    closeness: int


class CastMember(Struct, frozen=True, kw_only=True):
    """A person at the start of a world: one file `cast/*.toml`.

    Attributes:
        name: in full, unique. short: how all call the person, unique too (first name).
        pronouns: "she", "he" or "they".
        traits: two to four words each one trait.
        identity: one paragraph, at most 320 characters, in the third person, using short names.
        home, workplace: names of sites; workplace "" when there is none.
        work_from, work_to, wake, bed: "HH:MM"; work times "" without work.
        free_days: days of the week without work ("Sunday").
        aim: what the person wants at present, one sentence in words to say aloud, or "".
        knows: facts the person remembers at the start, one sentence each, in the first person.
        ties: both sides name a tie.
        look: words for the picture: skin, hair, clothes; free keys, chosen from the sprite parts.
        speech: how the person speaks, in words ("in short, dry sentences"), or "".
        values: what matters to the person, a word or two each ("honesty", "family").
        secret: what the person tells nobody but those closest, one sentence in the first person, or "".
        big_five: optional tags: a trait's name (`BIG_FIVE`) -> how strong it is, 0 to 1.
        mbti: an optional tag, four letters ("INFP"), or "".
    """

    name: str
    short: str
    age: int
    pronouns: str
    job: str
    traits: tuple[str, ...]
    identity: str
    home: str
    workplace: str = ""
    work_from: str = ""
    work_to: str = ""
    wake: str = "07:00"
    bed: str = "22:00"
    habits: tuple[Habit, ...] = ()
    aim: str = ""
    knows: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    look: dict[str, str] = {}
    speech: str = ""
    values: tuple[str, ...] = ()
    secret: str = ""
    free_days: tuple[str, ...] = ()
    big_five: dict[str, float] = {}
    mbti: str = ""

    @property
    def visitor(self) -> bool:
        """Whether this is a person at the window or the command line who came to visit: everybody else has a home in the town."""
        return not self.home


BIG_FIVE = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
"""The five factors of personality (Goldberg, 1990), as `CastMember.big_five` names them."""


class Town(Struct, frozen=True, kw_only=True):
    """A whole town, as `sandbox_app.town.load.load_town` gives it.

    Attributes:
        name: the folder's name. title: as people say it.
        start: ISO date and time at which a world of this town begins ("2026-02-13T06:00").
        walkable: bool, shape (height, width).
        place_at: id of the room (or open-area site) of each tile, int16, shape (height, width), never 0.
        layers: what is drawn, lowest first: name -> global tile ids as in the .tmj, int32, shape (height, width).
        tileset: path of the tileset's description (`.tsj`).
        source: the folder it was read from.
    """

    name: str
    title: str
    start: str
    width: int
    height: int
    places: tuple[Place, ...]
    things: tuple[Thing, ...]
    cast: tuple[CastMember, ...]
    walkable: NDArray[np.bool_]
    place_at: NDArray[np.int16]
    layers: dict[str, NDArray[np.int32]]
    tileset: Path
    source: Path

    def place(self, place_id: int) -> Place:
        """Return the place of this id."""
        return self.places[place_id - 1]

    def thing(self, thing_id: int) -> Thing:
        """Return the thing of this id."""
        return self.things[thing_id - 1]

    def site_of(self, place_id: int) -> Place:
        """Return the site that a place belongs to (a site itself, or the town for the town)."""
        place = self.place(place_id)
        return self.place(place.parent) if place.level == "room" else place

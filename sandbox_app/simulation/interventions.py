"""What a person may do to a world that lives: whisper to an agent, say something aloud, announce news, set a thing's state.

Plain data, so that it can be sent; `intervening.py` lets it happen. `Edit`, `Undo` and `Redo` change what a world holds rather than
what happens in it (`editing`).
"""

from msgspec import Struct

from sandbox_app.simulation.editing.operations import Operation

SOMEBODY = "a visitor"
"""Who speaks when the person gives no name."""


class Whisper(Struct, frozen=True, tag="whisper"):
    """An inner voice: a thought of the agent's own."""

    agent: int
    text: str


class Tell(Struct, frozen=True, tag="tell"):
    """Words of somebody who stands before the agent: heard by it and by who is near. `speaker` "": `SOMEBODY`."""

    agent: int
    text: str
    speaker: str = ""


class Announce(Struct, frozen=True, tag="announce"):
    """News to all who are awake at a place (a site or one of its rooms), or to everybody (0)."""

    text: str
    place: int = 0


class SetThing(Struct, frozen=True, tag="set"):
    """A thing is now in a state, one of its own ("lit") or any other ("burning")."""

    thing: int
    state: str


class SetRule(Struct, frozen=True, tag="set_rule"):
    """A rule holds from now on, about what an agent (0: anybody) does; the text is in the language of `mind/rules`."""

    name: str
    text: str
    agent: int = 0


class RemoveRule(Struct, frozen=True, tag="remove_rule"):
    """A rule holds no longer."""

    name: str


class Enter(Struct, frozen=True, tag="enter"):
    """Somebody comes to visit under a name, in a place (0: in the open); under a name used before, it is that visitor again.

    `about` says in a sentence who it is, for those who look at it from outside.
    """

    name: str
    place: int = 0
    about: str = ""


class Walk(Struct, frozen=True, tag="walk"):
    """A visitor walks to a tile, or as near to it as one can stand; out of a talk, too."""

    agent: int
    x: int
    y: int


class Say(Struct, frozen=True, tag="say"):
    """A visitor says something: in the talk it is in, when it is its turn, else to somebody near (`to`).

    `text` "": it says nothing. `end`: it takes leave with that.
    """

    agent: int
    text: str
    to: int = 0
    end: bool = False


class Leave(Struct, frozen=True, tag="leave"):
    """A visitor leaves town."""

    agent: int


class Edit(Struct, frozen=True, tag="edit"):
    """Something in the world is changed; an event of kind `edit` says what."""

    what: Operation


class Undo(Struct, frozen=True, tag="undo"):
    """The last edit that is not undone is undone."""


class Redo(Struct, frozen=True, tag="redo"):
    """The edit that was undone last, and after which nothing was edited, is done again."""


Lead = Enter | Walk | Say | Leave
"""What a person does as a visitor in the town (`visiting.py`)."""
FromOutside = Whisper | Tell | Announce | SetThing | SetRule | RemoveRule
Happening = FromOutside | Lead
Intervention = Happening | Edit | Undo | Redo

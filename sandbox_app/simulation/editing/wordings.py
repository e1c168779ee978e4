"""Edits of the words in which the thoughts of a world are asked."""

from sandbox_app.errors import Problem
from sandbox_app.llm.forms import FormError, load
from sandbox_app.llm.wording import checked, digest_of
from sandbox_app.simulation.editing.changes import Change, Decided, Ground, Planned
from sandbox_app.simulation.editing.operations import SetWording
from sandbox_app.simulation.editing.settled import WORDINGS


def decide_wording(ground: Ground, what: SetWording) -> Decided:
    """Other words for a form, or the shipped ones again. Raises `Problem`."""
    before, text = ground.settings.wordings, what.text.strip("\n")
    try:
        form = load(what.purpose)
        own = bool(text) and text != form.body.strip("\n")
        if own:
            checked(what.purpose, text)
    except FormError as error:
        raise Problem(str(error)) from error
    after = {purpose: words for purpose, words in before.items() if purpose != what.purpose} | ({what.purpose: text} if own else {})
    if after == before:
        raise Problem(f"That is how {what.purpose} is asked already.")
    name = f"ask {what.purpose} in words of this world's own" if own else f"ask {what.purpose} in the shipped words again"
    digest = digest_of(what.purpose, text) if own else form.digest
    change = Change("setting", name=WORDINGS, before=before, after=after)
    return Decided(name=name, changes=(Planned(change),), data={"purpose": what.purpose, "digest": digest})

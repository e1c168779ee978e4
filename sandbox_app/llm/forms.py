"""The forms: every kind of thought as a file in `assets/prompts/` (header and Jinja2 body) with its answer's grammar.

A form's file begins with a TOML header between `+++` lines:

    purpose, receives, temperature, max_tokens, priority   as their names say
    grammar                                                a file in `assets/grammars/`
    [counts]                                               numbers in the grammar: a field of the facts whose length bounds them

and goes on with the *now* part. The *shared* and *own* parts are the same for all forms, so that an engine computes them
once: `_shared.md` and `_own.md`. The *now* part begins with what changes least (places, things, memories with the oldest
first, people) and ends with the time and the question, so that an engine that keeps the beginnings of an agent's prompts
finds as much of the next one as can be: `after_talk` begins word for word as `say` does, `revise_plan` as `day_plan`.

What a small model must find in its prompt stands where it looks. What somebody said brings memories to mind, and these come after
it, the nearest to it last, next to the answer (`say`: `recalled`; `interview`). What a stranger means stands there in a few words
(`meant`). What a day has already is listed word for word as a plan has it, in order of time, with the numbers of the places, and with
the times that are open (`agenda` of `day_plan` and `revise_plan`). What an agent wants, and has not told in a talk yet, stands there
too (`say`: `untold`). What is to be said has days as people say them ("tomorrow"), what is to be kept has their numbers (the filters
`spoken` and `lasting`).

A grammar file is GBNF in which `<<name>>` stands for "a number from 1 to the count of that name" and `<<<name>>>` for that
count itself; it is filled in once per count, so an answer can only name what exists.
"""

import hashlib
import re
import tomllib
from functools import cache, lru_cache
from typing import Any

import jinja2
import msgspec
from msgspec import Struct

from sandbox_app.llm import facts as f
from sandbox_app.llm.clock import as_said, lasting
from sandbox_app.llm.request import Name, Priority, Request
from sandbox_app.resources import assets

MOST_CHOICES = 64
"""No list in a prompt is longer; the forms say so, and `render` checks it."""
ANSWERING = 0.3
"""No hotter is asked for an answer to what a memory tells, or to what a stranger means: there is something to be right about."""


class Form(Struct, frozen=True, kw_only=True):
    """A kind of thought. `digest` identifies everything a trained model has to know of it: body, shared, own, grammar."""

    purpose: str
    receives: str
    temperature: float
    max_tokens: int
    priority: Priority
    lines: str
    counts: dict[str, str]
    grammar: str
    body: str
    digest: str


class FormError(ValueError):
    """A form's file is wrong; the message says where."""


@jinja2.pass_context
def _spoken(context: jinja2.runtime.Context, text: str) -> str:
    """Return a text with its days as people speak of them now, for what is to be said."""
    return as_said(text, context["now"])


@jinja2.pass_context
def _lasting(context: jinja2.runtime.Context, text: str) -> str:
    """Return a text with "today" and "tomorrow" before a time as the day's number, for what is to be kept."""
    return lasting(text, context["now"])


def _environment() -> jinja2.Environment:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.globals["moods"] = f.MOODS
    environment.filters |= {"spoken": _spoken, "lasting": _lasting}
    return environment


ENVIRONMENT = _environment()


def _read(name: str) -> str:
    return assets("prompts", name).read_text(encoding="utf-8")


@cache
def _template(text: str) -> jinja2.Template:
    return ENVIRONMENT.from_string(text)


@cache
def load(purpose: str) -> Form:
    """Return the form of this purpose.

    Raises:
        FormError: there is no such form, or its file is wrong.
    """
    try:
        text = _read(f"{purpose}.md")
        _, header, body = text.split("+++\n", 2)
        fields: dict[str, Any] = tomllib.loads(header)
        grammar = assets("grammars", fields.pop("grammar")).read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError) as error:
        raise FormError(f"the form {purpose!r} cannot be read: {error}") from error
    parts = "\0".join((_read("_shared.md"), _read("_own.md"), body, grammar))
    digest = hashlib.sha256(parts.encode()).hexdigest()[:16]
    fields = {"lines": "", "counts": {}, **fields, "grammar": grammar, "body": body, "digest": digest}
    try:
        form = msgspec.convert(fields, Form)
    except msgspec.ValidationError as error:
        raise FormError(f"the form {purpose!r} has a wrong header: {error}") from error
    if form.purpose != purpose:
        raise FormError(f"the form {purpose!r} calls itself {form.purpose!r}")
    return form


def purposes() -> list[str]:
    """Return the purposes of all forms, in alphabetical order."""
    return sorted(path.stem for path in assets("prompts").glob("[a-z]*.md"))


def number_rule(count: int) -> str:
    """Return a GBNF expression that matches the numbers from 1 to `count` (at most 99) without leading zeros."""
    if not 1 <= count <= 99:
        raise ValueError(f"a list of {count} cannot be numbered")
    if count < 10:
        return f"[1-{count}]"
    tens, ones = divmod(count, 10)
    parts = ["[1-9]"]
    if tens > 1:
        parts.append(f"[1-{tens - 1}] [0-9]")
    parts.append(f'"{tens}" [0-{ones}]')
    return "(" + " | ".join(parts) + ")"


@lru_cache(maxsize=1024)
def _grammar(template: str, counts: tuple[tuple[str, int], ...]) -> str:
    text = template
    for name, count in counts:
        text = text.replace(f"<<<{name}>>>", str(count)).replace(f"<<{name}>>", number_rule(count))
    if left := re.search(r"<<<?\w+>>", text):
        raise FormError(f"the grammar names {left[0]}, which the header does not count")
    return text


def render(
    facts: f.AnyFacts,
    *,
    names: tuple[Name, ...] = (),
    agent: int = 0,
    seed: int = 0,
    due_step: int = 0,
) -> Request:
    """Make the request for the thought that these facts describe.

    Raises:
        FormError: a list is empty or longer than `MOST_CHOICES`.
    """
    form = load(purpose_of(facts))
    counts = []
    for name, field in form.counts.items():
        count = len(getattr(facts, field))
        if not 1 <= count <= MOST_CHOICES:
            raise FormError(f"{form.purpose}: {count} entries in {field}; 1 to {MOST_CHOICES} can be numbered")
        counts.append((name, count))
    return Request(
        purpose=form.purpose,
        shared=_shared(facts.town),
        own=_own(facts.me),
        now=_template(form.body).render(facts=facts, me=facts.me, now=facts.now),
        facts=facts,
        grammar=_grammar(form.grammar, tuple(counts)),
        lines=dict(counts)[form.lines] if form.lines else 0,
        max_tokens=form.max_tokens,
        temperature=min(form.temperature, ANSWERING) if _answers(facts) else form.temperature,
        seed=seed,
        priority=form.priority,
        names=names,
        agent=agent,
        due_step=due_step,
    )


def _answers(facts: f.AnyFacts) -> bool:
    """Return whether a line answers something that the prompt tells."""
    match facts:
        case f.Say(meant=meant, recalled=memories) | f.Interview(meant=meant, memories=memories):
            return bool(meant or (memories and memories[-1].near))
        case _:
            return False


def purpose_of(facts: f.Facts) -> str:
    """Return the purpose of the thought that these facts describe."""
    return str(type(facts).__struct_config__.tag)


@lru_cache(maxsize=64)
def _shared(town: str) -> str:
    return _template(_read("_shared.md")).render(town=town)


@lru_cache(maxsize=2048)
def _own(me: f.Persona) -> str:
    return _template(_read("_own.md")).render(me=me)

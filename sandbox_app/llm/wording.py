"""Other words for a form, as a person writes them into a world, checked before they are used.

A wording is the body of a form: a Jinja2 template. It may show what a thought is told, go through its lists and choose between words,
and nothing else, so that a stranger's world can neither run anything nor make a prompt that grows without bound. What it names must
be there.
"""

import hashlib
from functools import lru_cache
from typing import Any, get_args, get_origin, get_type_hints

import jinja2
import msgspec
from jinja2 import nodes as n

from sandbox_app.llm import facts as f
from sandbox_app.llm.forms import ENVIRONMENT, FormError, load

LONGEST = 4000
"""Characters of a wording."""
LONGEST_PROMPT = 60_000
"""Characters that may come of it."""
_PLAIN = (n.Template, n.Output, n.TemplateData, n.If, n.CondExpr, n.Compare, n.Operand, n.And, n.Or, n.Not, n.Concat)
_FILTERS = frozenset({"spoken", "lasting", "join", "length", "lower", "upper", "capitalize", "title", "trim", "first", "last"})
_LOOP = frozenset({"index", "first", "last", "length"})
_CONST_MOST = 200
_ELSE = "A wording shows, lists and chooses, and nothing else; this is something else: {what}."
_Scope = dict[str, Any]


class WordingError(FormError):
    """A wording cannot be used; the message says why, for the person who wrote it."""


def digest_of(purpose: str, text: str) -> str:
    """Return what identifies a wording."""
    return hashlib.sha256(f"{purpose}\0{text}".encode()).hexdigest()[:16]


@lru_cache(maxsize=256)
def checked(purpose: str, text: str) -> jinja2.Template:
    """Return the template of a wording that may be used for a form.

    Raises:
        WordingError: it may not; FormError: there is no such form.
    """
    form = load(purpose)
    if not text.strip() or len(text) > LONGEST:
        raise WordingError(f"A wording has 1 to {LONGEST} characters; this one has {len(text.strip())}.")
    if "<|" in text or "|>" in text or any(not sign.isprintable() and sign not in "\n\t" for sign in text):
        raise WordingError("A wording holds printable signs alone, and none of the marks <| and |> of chat templates.")
    try:
        tree = ENVIRONMENT.parse(text)
    except jinja2.TemplateError as error:
        raise WordingError(f"This is no template: {error}.") from error
    told = next(kind for kind in get_args(f.AnyFacts) if kind.__struct_config__.tag == purpose)
    gone_through: set[str] = set()
    _check(tree, {"facts": told, "me": f.Persona, "now": f.Now, "moods": tuple[str, ...]}, gone_through, inside=False)
    for field in form.counts.values():
        if f"facts.{field}" not in gone_through:
            raise WordingError(f"The answer chooses from facts.{field} by number, so the wording has to list them all.")
    return ENVIRONMENT.from_string(text.rstrip() + "\n")


def words(purpose: str, text: str, facts: f.AnyFacts) -> str:
    """Return what a thought is asked in a wording.

    Raises:
        WordingError: it may not be used, or not for these facts.
    """
    try:
        made = checked(purpose, text).render(facts=facts, me=facts.me, now=facts.now)
    except jinja2.TemplateError as error:
        raise WordingError(f"The world's own wording of {purpose} does not fit this thought: {error}.") from error
    if len(made) > LONGEST_PROMPT:
        raise WordingError(f"The world's own wording of {purpose} makes a prompt of {len(made)} characters.")
    return made


def _check(node: n.Node, scope: _Scope, gone_through: set[str], *, inside: bool) -> None:
    if isinstance(node, n.For):
        if inside:
            raise WordingError("A list cannot be gone through inside another one.")
        if not isinstance(node.target, n.Name) or node.recursive:
            raise WordingError("Write it like {% for memory in facts.memories %}.")
        kind = _kind(node.iter, scope)
        if get_origin(kind) is not tuple:
            raise WordingError(f"{_shown(node.iter)} is no list that can be gone through.")
        gone_through.add(_shown(node.iter))
        within = {**scope, node.target.name: get_args(kind)[0], "loop": _LOOP}
        for part in (*node.body, *([node.test] if node.test is not None else [])):
            _check(part, within, gone_through, inside=True)
        for part in node.else_:
            _check(part, scope, gone_through, inside=True)
        return
    if isinstance(node, n.Expr) and not isinstance(node, _PLAIN):
        _kind(node, scope)
        return
    if not isinstance(node, _PLAIN):
        raise WordingError(_ELSE.format(what=type(node).__name__.lower()))
    for part in node.iter_child_nodes():
        _check(part, scope, gone_through, inside=inside)


def _kind(node: n.Node, scope: _Scope) -> Any:
    """Return the type of what an expression names; `object` for what is only shown."""
    match node:
        case n.Name():
            if node.name not in scope:
                raise WordingError(f"There is no {node.name!r} here; there are {', '.join(sorted(scope))}.")
            return scope[node.name]
        case n.Getattr():
            return _attribute(_kind(node.node, scope), node)
        case n.Const():
            if isinstance(node.value, str) and len(node.value) > _CONST_MOST:
                raise WordingError(f"Words in quotes have at most {_CONST_MOST} characters.")
            return object
        case n.Filter():
            _check_filter(node)
        case _:
            if not isinstance(node, _PLAIN):
                raise WordingError(_ELSE.format(what=type(node).__name__.lower()))
    for child in node.iter_child_nodes():
        _kind(child, scope)
    return object


def _check_filter(node: n.Filter) -> None:
    if node.name not in _FILTERS or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None or node.node is None:
        raise WordingError(f"There is no {node.name!r} here; after | there may be {', '.join(sorted(_FILTERS))}.")
    if any(not isinstance(part, n.Const) for part in node.args):
        raise WordingError(f"After {node.name} there may be words in quotes alone.")


def _attribute(of: Any, node: n.Getattr) -> Any:
    kind = next((one for one in get_args(of) if isinstance(one, type) and issubclass(one, msgspec.Struct)), of)
    if kind is _LOOP:
        known = _LOOP
        if node.attr in known:
            return object
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and get_origin(of) is not tuple:
        fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
        if node.attr in fields:
            return fields[node.attr]
        told = getattr(kind, node.attr, None)
        if isinstance(told, property) and not node.attr.startswith("_"):
            return get_type_hints(told.fget).get("return", object)
        known = frozenset(fields)
    else:
        known = frozenset()
    names = f"; it has {', '.join(sorted(known))}" if known else ""
    raise WordingError(f"{_shown(node.node)} has no {node.attr!r}{names}.")


def _shown(node: n.Node) -> str:
    if isinstance(node, n.Getattr):
        return f"{_shown(node.node)}.{node.attr}"
    return node.name if isinstance(node, n.Name) else "this"

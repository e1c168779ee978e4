"""The Jinja sandbox in which chat templates run, with what they expect to find there."""

import json
from datetime import datetime
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_WRITTEN = 16_384
"""Characters that a template may write around a question; real ones write a few hundred."""
_TODAY = datetime(2026, 1, 1)
_LARGEST = 10_000


class _Bounded(ImmutableSandboxedEnvironment):
    """A sandbox in which no single operation can take long or much memory; loops are left to who runs it."""

    intercepted_binops = frozenset(("*", "**", "%", "<<"))

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Compute, unless the numbers are such as no template needs.

        Raises:
            SecurityError: they are.
        """
        for side in (left, right):
            if isinstance(side, int | float) and abs(side) > _LARGEST:
                raise SecurityError(f"it computes with {side}")
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(f"it uses {operator}")
        return super().call_binop(context, operator, left, right)


class _Generation(Extension):
    """`{% generation %}`, which marks the model's own words for training, means nothing here."""

    tags = {"generation"}  # noqa: RUF012  # declared so by Jinja

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return what stands between the tags."""
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def environment() -> ImmutableSandboxedEnvironment:
    """Return the sandbox.

    Its conventions are those under which the templates of model files are written. The date it gives is always the same:
    what a model reads must not depend on the day, and a town has a date of its own.
    """
    sandbox = _Bounded(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, _Generation])
    del sandbox.globals["lipsum"]
    sandbox.globals["raise_exception"] = _refuse
    sandbox.globals["strftime_now"] = _TODAY.strftime
    sandbox.filters["tojson"] = _to_json
    return sandbox


def _refuse(message: str) -> str:
    raise jinja2.TemplateError(str(message)[:200])


def _to_json(value: Any, indent: int | None = None, **_options: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=min(indent, 8) if indent else None)

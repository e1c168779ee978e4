"""Several engines for one world: a quick model for routine, a strong one for talks and for what is concluded from a life."""

from collections.abc import Mapping
from typing import Literal, get_args

from sandbox_app.llm import forms
from sandbox_app.llm.request import Done, Engine, EngineStatus, Handle, Priority, Request, Token

Role = Literal["routine", "dialogue", "reflection"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_OF: dict[Priority, Role] = {
    "person": "dialogue",
    "dialogue": "dialogue",
    "reaction": "routine",
    "plan": "routine",
    "reflection": "reflection",
    "background": "routine",
}
"""Which role a form belongs to, by the priority in its header: what a person asks and what is said, what is concluded, the rest."""


def role_of(purpose: str) -> Role:
    """Return the role that thinks a form.

    Raises:
        FormError: there is no such form.
    """
    return ROLE_OF[forms.load(purpose).priority]


class RoleEngine:
    """An `Engine` that hands each request to the engine of its role; a completion says who answered.

    Attributes:
        name: of all engines, each with its roles.
        context: the smallest of theirs, since prompts are cut to one length.
    """

    def __init__(self, engines: Mapping[Role, Engine]) -> None:
        """Take the engine of every role; several roles may have the same one. All of them are closed with this one."""
        self._engines = dict(engines)
        self._each: list[Engine] = list({id(engine): engine for engine in engines.values()}.values())
        self.name = "; ".join(f"{', '.join(self._roles(engine))}: {engine.name}" for engine in self._each)
        self.context = min(engine.context for engine in self._each)

    def _roles(self, engine: Engine) -> list[Role]:
        return [role for role, one in self._engines.items() if one is engine]

    def submit(self, request: Request, done: Done, token: Token | None = None) -> Handle:
        """Take a request; see `Engine`."""
        return self._engines[ROLE_OF[request.priority]].submit(request, done, token)

    def knows(self, purpose: str) -> bool:
        """Say whether the engine of its role can be asked this form; see `Engine`."""
        return self._engines[role_of(purpose)].knows(purpose)

    def status(self) -> EngineStatus:
        """Say what all engines together are doing."""
        all_of_them = [engine.status() for engine in self._each]
        return EngineStatus(
            model=self.name,
            waiting=sum(status.waiting for status in all_of_them),
            running=sum(status.running for status in all_of_them),
            tokens_per_second=sum(status.tokens_per_second for status in all_of_them),
        )

    def close(self) -> None:
        """Close all engines."""
        for engine in self._each:
            engine.close()

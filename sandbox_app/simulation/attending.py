"""What a person looks at and asks while a town lives: thoughts as they are written, thoughts asked once more, questions to people."""

import queue
from typing import BinaryIO

from sandbox_app.simulation import messages as m
from sandbox_app.simulation.again.served import Asking
from sandbox_app.simulation.interviewed import Interviews
from sandbox_app.simulation.listening import Listening
from sandbox_app.simulation.session import Session


class Wrote:
    """Among the commands of a runner: something has been written in the thoughts of whoever is watched."""


Told = m.AnsweredAgain | m.AnsweredPerson | Wrote
"""What the engine's threads have to tell."""
Attended = m.Watch | m.AskAgain | m.AskPerson | m.NoMatter | Told
"""What is taken care of here: what the window says, and what the engine's threads have to tell it."""
Command = m.ToRunner | Told | None
"""What a runner has to take care of; None when its window is gone."""
Commands = queue.SimpleQueue[Command]
"""All of that, in order."""


class Attending:
    """Serves one window of one world; lives on the runner's thread."""

    def __init__(self, session: Session, out: BinaryIO, commands: Commands) -> None:
        self._session = session
        self._out = out
        self._listening = Listening(lambda: commands.put(Wrote()))
        self._asking = Asking(session.path, commands.put)
        self._interviews = Interviews(session, commands.put)
        self._told = False
        session.simulation.thoughts.overhears = self._listening.token_of

    def take(self, command: Attended) -> None:
        """Do what is asked, or tell what has come of it."""
        match command:
            case m.Watch():
                self._listening.watch(command.agent)
            case m.AskAgain():
                simulation = self._session.simulation
                self._asking.ask(command, simulation.thoughts.engine, simulation.here.names)
            case m.AskPerson():
                self._interviews.ask(command)
            case m.NoMatter():
                self._asking.cancel(command.number)
                self._interviews.cancel(command.number)
            case m.AnsweredAgain() | m.AnsweredPerson():
                m.send(self._out, command)
            case Wrote():
                self.tell()

    def tell(self) -> None:
        """Tell what is being written, and once that it is written no more."""
        writings = self._listening.take(self._session.simulation.thoughts.open)
        if writings or self._told:
            m.send(self._out, m.Wrote(self._listening.agent, writings))
        self._told = bool(writings)

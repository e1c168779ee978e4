"""Worlds of the tiny town, lived by the scripted engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox_app.llm.embedding import HashedWords
from sandbox_app.llm.request import Engine
from sandbox_app.llm.scripted import ScriptedEngine
from sandbox_app.mind.settings import Settings
from sandbox_app.simulation.create import create_world_file
from sandbox_app.simulation.session import Session

Open = Callable[..., Session]


@pytest.fixture
def world(tmp_path: Path) -> Path:
    path = tmp_path / "small.world"
    create_world_file(path, "lane", seed=7)
    return path


@pytest.fixture
def opened(world: Path) -> Open:
    def open_it(path: Path | None = None, engine: Engine | None = None) -> Session:
        return Session(path or world, engine or ScriptedEngine(), HashedWords())

    return open_it


@pytest.fixture
def quiet_settings() -> Settings:
    return Settings(thinking=False)

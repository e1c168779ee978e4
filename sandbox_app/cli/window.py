"""Commands that show the window: `open`, `screenshot`."""

import argparse
import os
from functools import partial
from pathlib import Path

from sandbox_app import processes
from sandbox_app.cli.commands import SAMPLE_TOWN, Commands, asked_engines, engine_options
from sandbox_app.cli.output import DONE, print_json, say
from sandbox_app.errors import Problem


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    window = commands.add("open", _open, "open the window, on a world or on the welcome page", json=False)
    window.add_argument("world", nargs="?", type=Path)
    window.add_argument("--play", action="store_true", help="let it live at once")
    window.add_argument("--at", metavar="T", default="", help="show that moment of the past first")
    engine_options(window)

    shot = commands.on_world("screenshot", _screenshot, "draw the real window into a picture, without a screen")
    shot.at()
    shot.add_argument("--panel", metavar="NAME")
    shot.agent()
    shot.add_argument("--size", default="1600x1000")
    shot.add_argument("--theme", choices=("light", "dark"), default="light")
    shot.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")


def _open(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.create import BY_HAND, create_world_file
    from sandbox_app.ui.app import run

    asked_engines(options)  # what is wrongly asked for is said before there is a window

    def runner(world: Path) -> list[str]:
        command = processes.command("sandbox_app.simulation.runner", str(world), "--model-host", options.model_host)
        for name in ("engine", "model", "server"):
            if getattr(options, name):
                command += [f"--{name}", getattr(options, name)]
        if options.gpu_layers is not None:
            command += ["--gpu-layers", str(options.gpu_layers)]
        return [*command, *(part for role in options.role for part in ("--role", role))]

    sample = partial(create_world_file, town=SAMPLE_TOWN, settings=BY_HAND)
    return run(options.world, runner_command=runner, new_sample=sample, play=options.play, at=options.at)


def _screenshot(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sandbox_app.ui.shot import screenshot

    screenshot(
        options.world,
        options.output,
        at=options.at,
        panel=options.panel,
        agent=options.agent,
        size=_size(options.size),
        theme=options.theme,
    )
    if options.json:
        print_json({"file": str(options.output)})
    else:
        say(f"{options.output} shows {options.world}.")
    return DONE


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 320 <= int(width) <= 8192 and 240 <= int(height) <= 8192):
        raise Problem(f"{text!r} is not a size; write it like 1600x1000 (320x240 to 8192x8192).")
    return int(width), int(height)

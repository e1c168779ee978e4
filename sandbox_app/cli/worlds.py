"""Commands on a whole world file: `new`, `fork`, `check`, `backups`, `vacuum`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox_app.cli.commands import Commands
from sandbox_app.cli.output import DONE, PROBLEM, print_json, say, warn
from sandbox_app.errors import Problem

if TYPE_CHECKING:
    from sandbox_app.worldfile.check import Finding

_WHY = {"hour": "as every hour", "migration": "before the format changed", "lost": "when the file had gone away"}
"""Why a backup was made, for people."""


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    new = commands.add("new", _new, "make a new world from a town")
    new.add_argument("world", nargs="?", type=Path)
    new.add_argument("--town", help="a town that ships, or a folder with a town.tmj")
    new.add_argument("--lived", action="store_true", help="the world that ships in which two days have been lived already")
    new.add_argument("--agents", type=int, help="how many of its people; by default all")
    new.add_argument(
        "--people", metavar="TEXT", help="make up its people from a description: 'twelve old fishers, two families in a quarrel'"
    )
    new.add_argument("--seed", type=int, default=1)
    new.add_argument("--start", help="when it begins, like '2026-02-13 06:00'")
    new.add_argument("--list", action="store_true", help="show the towns that ship")
    new.set_defaults(wrong=new.error)

    fork = commands.on_world("fork", _fork, "make a new world with the history of another one until a time")
    fork.add_argument("new", type=Path, metavar="NEW")
    fork.at("until when; by default until now")

    check = commands.on_world(
        "check", _check, "see whether a world file is whole, or make a whole one of what is left of it; never writes to it"
    )
    check.add_argument("--repair", type=Path, metavar="NEW", help="copy what is valid into a new world, and list what was lost")

    backups = commands.on_world("backups", _backups, "list the copies that were made of a world on their own, or make a new world of one")
    backups.add_argument("--restore", nargs=2, metavar=("NUMBER", "NEW"), help="make the world NEW of the backup of this number")

    vacuum = commands.on_world("vacuum", _vacuum, "write a world file anew, as small as it can be")
    prompts = vacuum.add_mutually_exclusive_group()
    prompts.add_argument(
        "--forget-prompts", dest="forget", action="store_true", default=None, help="forget the texts of prompts but for their hashes"
    )
    prompts.add_argument("--keep-prompts", dest="forget", action="store_false", help="keep the prompts to come again")


def _new(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.create import BY_HAND, create_world_file
    from sandbox_app.town.beds import beds_of_homes
    from sandbox_app.town.load import load_town, towns
    from sandbox_app.worldfile.placing import network_warning

    if options.list:
        rows = [
            {"name": name, "title": town.title, "agents": len(town.cast), "places": len(town.places), "things": len(town.things)}
            for name in towns()
            for town in [load_town(name)]
        ]
        if options.json:
            print_json(rows)
        else:
            for row in rows:
                say(f"{row['name']:12} {row['title']}: {row['agents']} agents, {row['places']} places, {row['things']} things")
        return DONE
    if options.lived:
        return _lived(options)
    if options.world is None or options.town is None:
        options.wrong("say where to put the world and which town: sandbox-app new my.world --town NAME (--list shows the towns)")
    warn(network_warning(options.world))
    wanted = create_world_file(
        options.world,
        options.town,
        agents=options.agents,
        people=options.people,
        seed=options.seed,
        start=_start(options),
        settings=BY_HAND,
    )
    town = load_town(options.town)
    agents = options.agents or (wanted and wanted.people) or len(town.cast)
    beds = sum(len(bed.stands) for found in beds_of_homes(town).values() for bed in found)
    if agents > beds:
        warn(f"There are beds for {beds} in {town.title}, and {agents} people live there now, so they share them.")
    understood = {"understood": list(wanted.understood), "passed_over": list(wanted.passed_over)} if wanted else {}
    if options.json:
        told = {"town": town.name, "title": town.title, "agents": agents, "beds": beds, "seed": options.seed}
        print_json({"world": str(options.world), **told, **understood})
    else:
        if understood:
            say(f"Understood of the people: {', '.join(understood['understood'])}.")
        if wanted and wanted.passed_over:
            say(f"Not understood, and passed over: {', '.join(wanted.passed_over)}.")
        say(f"{options.world}: {town.title} with {agents} agents. Next: sandbox-app run {options.world} --for 6h")
    return DONE


def _lived(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.sample import unpack_lived

    path = options.world
    given = [name for name in ("town", "agents", "people", "start") if getattr(options, name) is not None]
    if path is None or given:
        options.wrong("say where to put the lived-in world, and nothing else: sandbox-app new my.world --lived")
    if path.exists():
        raise Problem(f"{path.name} exists already; choose another name, or remove it first.")
    unpack_lived(path)
    if options.json:
        print_json({"world": str(path)})
    else:
        say(f"{path}: two days have been lived there. Next: sandbox-app {path}")
    return DONE


def _start(options: argparse.Namespace) -> str:
    from datetime import datetime

    if options.start is None:
        return ""
    try:
        return datetime.fromisoformat(options.start).strftime("%Y-%m-%dT%H:%M")
    except ValueError as error:
        raise Problem(f"{options.start!r} is not a time to begin at; write it like '2026-02-13 06:00'.") from error


def _fork(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.forking import fork_world

    made = fork_world(options.world, options.new, options.at)
    if options.json:
        print_json(made)
    else:
        say(f"{made.world}: {made.parent} until {made.time} ({made.mb:.1f} MB). Next: sandbox-app run {made.world} --for 6h")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.examining import examine

    findings = examine(options.world)
    if options.repair is not None:
        return _repair(options, findings)
    if options.json:
        print_json({"ok": not findings, "problems": findings})
    elif not findings:
        say(f"{options.world} is whole.")
    else:
        for found in findings:
            say(f"{found.where}: {found.what}")
    return PROBLEM if findings else DONE


def _repair(options: argparse.Namespace, findings: "list[Finding]") -> int:
    from sandbox_app.simulation.repairing import repair_world

    repaired = repair_world(options.world, options.repair)
    if options.json:
        print_json({"ok": not findings, "problems": findings, "repaired": str(repaired.path), "kept": repaired.kept, "lost": repaired.lost})
        return DONE
    for loss in repaired.lost:
        say(f"{loss.where}: {loss.what}")
    rows = ", ".join(f"{number:,} in {table}" for table, number in repaired.kept.items() if number)
    say(f"{repaired.path} is whole. {'What is above was lost' if repaired.lost else 'Nothing was lost'}; kept: {rows}.")
    return DONE


def _backups(options: argparse.Namespace) -> int:
    from sandbox_app.worldfile.backups import backups, folder, restore

    found = backups(options.world)
    if options.restore is not None:
        number, new = options.restore
        if not number.isdecimal() or not 1 <= int(number) <= len(found):
            numbers = f"1 to {len(found)}" if found else "none yet"
            raise Problem(f"There is no backup {number} of {options.world.name}; there are {numbers}.")
        chosen = found[int(number) - 1]
        restore(chosen, Path(new))
        if options.json:
            print_json({"restored": new, "time": chosen.time.isoformat(), "why": chosen.why})
        else:
            say(f"{new} is {options.world.name} as it was on {chosen.time.astimezone():%Y-%m-%d at %H:%M}.")
        return DONE
    if options.json:
        rows = [
            {"number": number, "time": kept.time.isoformat(), "why": kept.why, "bytes": kept.bytes, "file": str(kept.path)}
            for number, kept in enumerate(found, 1)
        ]
        print_json(rows)
        return DONE
    for number, kept in enumerate(found, 1):
        say(f"{number:3}  {kept.time.astimezone():%Y-%m-%d %H:%M}  {_WHY.get(kept.why, kept.why):32} {kept.bytes / 1e6:8.1f} MB")
    if found:
        say(f"They lie in {folder(options.world)}.")
    else:
        say(f"There are no backups of {options.world.name} yet; one is made when a world is opened that has lived, and then every hour.")
    return DONE


def _vacuum(options: argparse.Namespace) -> int:
    from sandbox_app.worldfile.shrinking import vacuum

    before, after = vacuum(options.world, options.forget)
    if options.json:
        print_json({"world": str(options.world), "bytes_before": before, "bytes_after": after})
    else:
        say(f"{options.world}: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now.")
    return DONE

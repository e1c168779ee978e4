"""The program's own measurements: `bench simulation`, `engine`, `retrieval`, `day`, `replay`, `window`, `start`."""

import argparse
import os
import sys
from pathlib import Path

from sandbox_app.cli.commands import SAMPLE_TOWN, Commands
from sandbox_app.cli.output import DONE, print_json, say


def add(commands: Commands) -> None:
    """Add the commands of this family."""
    kinds = commands.family("bench", "measure the program itself")
    simulation = kinds.add("simulation", _bench_simulation, "what a step costs when nobody thinks, writing included")
    simulation.add_argument("--agents", type=int, default=1000)
    simulation.add_argument("--steps", type=int, default=2000)
    simulation.add_argument("--town", default=SAMPLE_TOWN)
    engine = kinds.add("engine", _bench_engine, "how fast thoughts are answered, next to one after the other")
    engine.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file; by default the demo model that ships")
    engine.add_argument("--shape", choices=["0.5b"], help="a model of this shape with random weights, made for the measurement")
    for name, default in (("requests", 25), ("prefix", 600), ("suffix", 120), ("generate", 60), ("rounds", 5)):
        engine.add_argument(f"--{name}", type=int, default=default)
    retrieval = kinds.add("retrieval", _bench_retrieval, "how long it takes to retrieve from the memories of one agent")
    for name, default in (("memories", 100_000), ("dimensions", 384), ("k", 30)):
        retrieval.add_argument(f"--{name}", type=int, default=default)
    day = kinds.add("day", _bench_day, "a day with thoughts asked ahead, next to the same day lived step by step")
    day.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file; by default the demo model that ships")
    day.add_argument("--agents", type=int, help="how many of the town's people; by default all")
    day.add_argument("--for", dest="duration", default="1d", metavar="D", help="how long: 90m, 6h, 2d; by default a day")
    day.add_argument("--town", default=SAMPLE_TOWN)
    replay = kinds.add("replay", _bench_replay, "how soon any moment of a long world is there, and how large its file is")
    replay.add_argument("--days", type=int, default=30)
    replay.add_argument("--live", type=int, default=3, metavar="DAYS", help="how many of them are lived; the others repeat the last one")
    replay.add_argument("--model", type=Path, metavar="FILE", help="a GGUF file; by default the demo model that ships")
    replay.add_argument("--for", dest="duration", default="1d", metavar="D", help="how long it lives in a new world; by default a day")
    replay.add_argument("--agents", type=int, default=25)
    replay.add_argument("--town", default=SAMPLE_TOWN)
    window = kinds.add("window", _bench_window, "how smooth the real window is while a town lives and a model thinks")
    window.add_argument("--agents", type=int, default=1000)
    window.add_argument("--frames", type=int, default=600)
    window.add_argument("--pace", type=float, default=6.0, help="steps a second; 0 for as fast as it can")
    window.add_argument("--days", type=int, default=30, help="how long the life is through which the timeline is dragged")
    window.add_argument("--town", default=SAMPLE_TOWN)
    start = kinds.add("start", _bench_start, "how soon the window, the model and the first step of a new world are there")
    start.add_argument("--town", default=SAMPLE_TOWN)


def _bench_retrieval(options: argparse.Namespace) -> int:
    from sandbox_app.mind.bench import bench_retrieval

    figures = bench_retrieval(options.memories, options.dimensions, options.k)
    if options.json:
        print_json(figures)
        return DONE
    plain, limit = figures["baseline"], figures["limits"]["p50_ms"]
    say(f"{figures['k']} of {figures['memories']} memories of one agent, vectors of {figures['dimensions']}:")
    least = f" (limit {limit:.0f})" if limit else ""
    say(f"  median {figures['p50_ms']:.2f} ms{least}, p99 {figures['p99_ms']:.2f} ms; recall {figures['recall']:.3f}")
    say(f"  scoring and sorting everything in 64 bits: median {plain['p50_ms']:.2f} ms")
    return DONE


def _bench_simulation(options: argparse.Namespace) -> int:
    from sandbox_app.simulation.bench import bench_simulation

    figures = bench_simulation(options.town, options.agents, options.steps)
    if options.json:
        print_json(figures)
        return DONE
    limits = figures["limits"]
    say(f"{figures['agents']} agents, {figures['steps']} steps, routines only, writing included:")
    say(f"  {figures['us_per_agent_step']:.2f} us per agent and step (limit {limits['us_per_agent_step']:.0f})")
    say(f"  a step: median {figures['step_p50_ms']:.2f} ms, p99 {figures['step_p99_ms']:.2f} ms (limit {limits['step_p99_ms']:.0f})")
    say(f"  merely looking at each agent in Python: {figures['baseline_us_per_agent_step']:.2f} us")
    return DONE


def _bench_engine(options: argparse.Namespace) -> int:
    from sandbox_app.llm.bench import Measure, bench_engine, bench_shape
    from sandbox_app.llm.engines import default_model
    from sandbox_app.posix import processors

    how = Measure(
        requests=options.requests,
        prefix=options.prefix,
        suffix=options.suffix,
        generate=options.generate,
        rounds=options.rounds,
        threads=processors(),
    )
    figures = bench_shape(options.shape, **how) if options.shape else bench_engine(options.model or default_model(), **how)
    if options.json:
        print_json(figures)
        return DONE
    alone, warm, ours, limit = figures.sequential, figures.sequential_prefix, figures.batched, figures.limit
    say(f"{figures.model}, {figures.requests} requests on {figures.threads} processors, requests per second:")
    say(f"  one after the other {alone.requests_per_s:.2f}, with the shared part warm {warm.requests_per_s:.2f}")
    say(f"  this engine {ours.requests_per_s:.2f}, the bare work, {figures.limit_at_once} at once, {limit.requests_per_s:.2f}")
    say(f"  {figures.ratio:.2f} times one after the other, {figures.ratio_prefix:.2f} times warm, {figures.efficiency:.0%} of the limit")
    say(f"  the scheduler at 32 sequences: {figures.overhead_ms_per_step:.2f} ms a step; cancelling takes {figures.cancel_ms:.0f} ms")
    if figures.constraint_percent is not None:
        say(f"  grammars add {figures.constraint_percent:.1f}% to the steps that generate")
    return DONE


def _bench_day(options: argparse.Namespace) -> int:
    from sandbox_app.llm.engines import open_engine
    from sandbox_app.simulation.bench_day import bench_day

    figures = bench_day(options.town, lambda: open_engine("llama", options.model), agents=options.agents, duration=options.duration)
    if options.json:
        print_json(figures)
        return DONE
    limits = figures["limits"]
    say(f"{figures['model']}, {figures['agents']} agents, {figures['sim_seconds'] / 3600:.1f} simulated hours:")
    for side, words in (("ahead", "asked ahead"), ("step_by_step", "step by step")):
        one = figures[side]
        say(f"  {words}: {one['wall_seconds']:.1f} s, {one['calls']['total']} thoughts, {one['talks']} talks")
        say(f"    {one['in_flight']:.1f} under way while there were any, longest wait of the clock {one['longest_wait_seconds']:.2f} s")
    say(f"  asked ahead is {figures['faster']:.2f} times as fast (limit {limits['faster']}, with {limits['in_flight']:.0f} under way)")
    return DONE


def _bench_replay(options: argparse.Namespace) -> int:
    from sandbox_app.llm.engines import open_engine
    from sandbox_app.simulation.bench_replay import bench_replay

    figures = bench_replay(
        options.town,
        lambda: open_engine("llama", options.model),
        agents=options.agents,
        days=options.days,
        live=options.live,
        duration=options.duration,
        say=_progress,
    )
    if options.json:
        print_json(figures)
        return DONE
    limits = figures["limits"]
    say(f"{figures['days']} days of {figures['agents']} agents ({figures['lived_days']} lived), {figures['events']} events:")
    say(f"  open after {figures['open_seconds']:.2f} s (limit {limits['open_seconds']:.0f})")
    for name, words in (("seek", "any moment"), ("memories", "somebody's whole memory and plan then")):
        limit = f" (limits {limits['seek_p50_ms']:.0f} and {limits['seek_p99_ms']:.0f})" if name == "seek" else ""
        say(f"  {words}: median {figures[f'{name}_p50_ms']:.1f} ms, p99 {figures[f'{name}_p99_ms']:.1f} ms{limit}")
    say(f"  the moment half way without snapshots: {figures['baseline']['seek_without_snapshots_ms']:.0f} ms")
    say(f"  the file: {figures['file_mb']:.1f} MB; a lived day:")
    for name, words in (("mb_per_day", "without vectors"), ("mb_per_day_without_prompts", "without prompts, either")):
        say(f"    {words} {figures[name]:.2f} MB (limit {limits[name]:.0f})")
    say(f"  replay: {figures['verify_seconds_per_day']:.2f} s a day (limit {limits['verify_seconds_per_day']:.0f})")
    say(f"  a fork in the middle: {figures['fork_seconds']:.2f} s (limit {limits['fork_seconds']:.0f} for 100 MB)")
    say(f"  {figures['mismatches']} states are not those that were lived")
    say(f"  writing: {figures['write_percent_scripted']:.1f}% of the time of a scripted run, whose thoughts cost nothing")
    lived = f"{24 * figures['model_days']:.1f} hours of {figures['model']} ({figures['model_calls']} thoughts)"
    say(f"    and {figures['write_percent']:.1f}% of {lived} (limit {limits['write_percent']:.0f}%)")
    with_all, bare = figures["model_mb_per_day"], figures["model_mb_per_day_without_prompts"]
    say(f"    of which a day takes {with_all:.2f} MB without vectors, {bare:.2f} MB without prompts, either")
    say(f"  events a second in bulk: {figures['bulk_events_per_s']:.0f} (limit {limits['bulk_events_per_s']:.0f})")
    return DONE


def _progress(text: str) -> None:
    sys.stderr.write(f"{text} …\n")


def _bench_window(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sandbox_app.ui.bench import bench_window

    figures = bench_window(options.town, options.agents, options.frames, options.pace, options.days)
    if options.json:
        print_json(figures)
        return DONE
    limits = figures["limits"]
    say(f"{figures['agents']} agents in the window, {figures['moving']:.0f} of them walking, a model thinking for another town:")
    say(f"  {figures['frames']} frames at {figures['fps']:.0f} a second; update and paint: median {figures['frame_p50_ms']:.1f} ms,")
    say(f"  p99 {figures['frame_p99_ms']:.1f} ms (limit {limits['frame_p99_ms']})")
    say(f"  the main thread was kept busy for p99 {figures['main_thread_p99_ms']:.1f} ms (limit {limits['main_thread_p99_ms']:.0f})")
    scrub, memory = figures["scrub"], figures["memory_mb"]
    say(f"dragging the timeline through {scrub['days']} days: {scrub['moments_per_second']:.0f} moments shown a second,")
    say(f"  each after {scrub['moment_p50_ms']:.0f} ms (median)")
    say(f"  the main thread was kept busy for p99 {scrub['main_thread_p99_ms']:.1f} ms (limit {limits['main_thread_p99_ms']:.0f})")
    said = f"{memory:.0f} MB (limit {limits['memory_mb']})" if memory is not None else "as much as this system does not tell"
    say(f"window, runner and demo model take, living that life on, at most {said}")
    return DONE


def _bench_start(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from sandbox_app.ui.bench_start import bench_start

    figures = bench_start(options.town)
    if options.json:
        print_json(figures)
        return DONE
    limits = figures["limits"]
    for name, words in (("window", "the window stands"), ("model", "the model is loaded"), ("first_step", "a new world has lived a step")):
        say(f"  {words} after {figures[f'{name}_seconds']:.2f} s (limit {limits[f'{name}_seconds']:g})")
    return DONE

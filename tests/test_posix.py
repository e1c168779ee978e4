"""What only some systems have is asked of one module; the others run on all three."""

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox_app import posix
from tests.test_resources import CHECKOUT

ONE_SYSTEM = frozenset("fcntl grp msvcrt posix pty pwd resource spwd syslog termios tty winreg winsound _winapi".split())
"""Modules of the standard library that are not everywhere."""
MISSING = {
    "os": frozenset(
        "O_CLOEXEC O_DIRECTORY O_NOFOLLOW WIFEXITED WIFSIGNALED chown chroot confstr fchown fork forkpty getegid geteuid getgid getgroups "
        "getloadavg getpgid getpgrp getpriority getresuid getsid getuid killpg lchown mkfifo mknod nice openpty posix_fadvise "
        "posix_fallocate posix_spawn pread preadv pwrite pwritev register_at_fork sched_getaffinity sched_setaffinity sched_yield "
        "setegid seteuid setgid setpgid setpriority setsid setuid statvfs sync sysconf tcgetpgrp ttyname uname wait3 wait4".split()
    ),
    "signal": frozenset(
        "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH alarm pause pthread_kill "
        "pthread_sigmask setitimer siginterrupt sigpending sigtimedwait sigwait".split()
    ),
    "select": frozenset("epoll kqueue poll".split()),
    "socket": frozenset(["AF_UNIX", "socketpair"]),
    "multiprocessing": frozenset(["fork", "forkserver"]),
}
"""What Windows lacks of modules that are everywhere."""
STARTING = frozenset("pass_fds preexec_fn process_group start_new_session".split())
SYSTEM_FILES = ("/proc", "/sys", "/dev", "/etc", "/run", "/tmp", "/var")


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of what a module uses that only some systems have."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, name.name) for name in names if name.name.split(".")[0] in ONE_SYSTEM)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                found = [module] if module.split(".")[0] in ONE_SYSTEM else []
                found += [f"{module}.{name.name}" for name in names if name.name in MISSING.get(module, ())]
                yield from ((node.lineno, name) for name in found)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if name in MISSING.get(module, ()):
                yield node.lineno, f"{module}.{name}"
            case ast.keyword(arg=str(name)) if name in STARTING:
                yield node.value.lineno, name
            case ast.Constant(value=str(text)) if any(text == start or text.startswith(f"{start}/") for start in SYSTEM_FILES):
                yield node.lineno, text


def test_nothing_else_calls_what_only_some_systems_have() -> None:
    package = CHECKOUT / "sandbox_app"
    found = [
        f"{path.relative_to(CHECKOUT)}:{line}: {name}"
        for path in sorted(package.rglob("*.py"))
        if path != package / "posix.py"
        for line, name in calls(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "import fcntl",
        "from pwd import getpwuid",
        "from os import fork",
        "os.nice(3)",
        "signal.signal(signal.SIGHUP, stop)",
        "subprocess.Popen(command, start_new_session=True)",
        "Path('/proc/self')",
    ],
)
def test_such_a_call_is_noticed(line: str) -> None:
    assert list(calls(ast.parse(line)))


def test_the_module_itself_is_where_they_are() -> None:
    found = {name for _, name in calls(ast.parse((CHECKOUT / "sandbox_app" / "posix.py").read_text(encoding="utf-8")))}
    assert {"fcntl", "msvcrt", "resource", "os.nice", "signal.SIGKILL", "/proc/self/mountinfo"} <= found


def test_one_has_the_lock_until_the_file_is_removed_or_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    one, other = (os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(2))
    assert posix.lock(one)
    assert not posix.lock(other)
    posix.remove_locked(path, one)
    assert not path.exists()
    assert posix.lock(other)
    os.close(other)


def test_what_ended_a_process_is_named_alike_everywhere() -> None:
    killed = subprocess.run([sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"], check=False)
    if sys.platform != "win32":
        assert posix.ended_by(killed.returncode) == "SIGTERM"
        assert posix.ended_by(-signal.SIGSEGV) == "SIGSEGV"
    assert posix.ended_by(0xC0000005) == "SIGSEGV"
    assert posix.ended_by(-200) == "signal 200"
    assert posix.ended_by(0) == posix.ended_by(70) == ""


def test_some_processors_may_be_used() -> None:
    assert 1 <= posix.processors() <= (os.cpu_count() or 1)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say")
@pytest.mark.parametrize(
    ("flags", "core"),
    [
        ("flags\t\t: fpu sse4_2 popcnt avx f16c fma avx2 bmi2", ""),
        ("flags\t\t: fpu sse4_2 popcnt avx", "Sandybridge"),
        ("flags\t\t: fpu sse4_2 popcnt", "Nehalem"),
        ("Features\t: fp asimd", ""),  # Arm
    ],
)
def test_older_processors_are_named_to_openblas(tmp_path: Path, flags: str, core: str) -> None:
    about = tmp_path / "cpuinfo"
    about.write_text(f"processor\t: 0\nmodel name\t: any\n{flags}\nbugs\t\t:\n\nprocessor\t: 1\n")
    assert posix.blas_core(about) == core
    assert posix.blas_core(tmp_path / "none") == ""


@pytest.mark.skipif(posix.blas_core() != "" or sys.platform != "linux", reason="needs what is emulated")
def test_numpy_computes_as_on_an_older_processor() -> None:
    ask = "import sandbox_app, numpy; a = numpy.ones((40, 40), numpy.float32); print((a @ a).sum())"
    for core in ("Nehalem", "Sandybridge"):
        told = subprocess.run(
            [sys.executable, "-c", ask],
            env=os.environ | {"OPENBLAS_CORETYPE": core, "OPENBLAS_VERBOSE": "2", "PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.split()[-1] == "64000.0"
        assert f"Core: {core}" in told.stdout + told.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell")
def test_the_memory_of_a_process_counts_what_it_started() -> None:
    before = posix.memory_with_children(os.getpid())
    big = "import sys; held = bytearray(b'x' * 50_000_000); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", big], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        alone, together = posix.memory_with_children(child.pid), posix.memory_with_children(os.getpid())
        child.communicate(b"")
    assert before is not None
    assert alone is not None
    assert together is not None
    assert alone > 50_000_000
    assert together - before > 45_000_000

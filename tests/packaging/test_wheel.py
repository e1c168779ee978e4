"""The built wheel, installed into an environment that has nothing else, makes a world and opens the window on it."""

import os
import pwd
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.packaging.clean_root import colours
from tests.test_resources import CHECKOUT


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="where pip keeps what it compiled is looked up with pwd")
def test_the_wheel_lives_and_shows_its_window(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PIP_CACHE_DIR"] = str(Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "pip")  # llama.cpp is compiled once
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(CHECKOUT)]
    subprocess.run(build, check=True, env=environment | {"TOWN_SANDBOX_BUILD": "built from a test"})
    venv.create(tmp_path / "clean", with_pip=True)
    programs = tmp_path / "clean" / "bin"
    wanted = ["-c", str(CHECKOUT / "constraints.txt"), str(next(wheels.glob("*.whl")))]
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", *wanted], check=True, env=environment)

    def app(*arguments: str) -> str:
        command = [str(programs / "sandbox-app"), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "built from a test" in app("--version")
    assert "PySide6" in app("licences")
    app("new", "lane.world", "--town", "lane")
    assert "0 of them failed" in app("run", "lane.world", "--for", "10m", "--engine", "llama")
    app("screenshot", "lane.world", "-o", "window.png")
    assert colours(QImage(str(tmp_path / "window.png"))) > 300

"""A world in a network folder is warned about."""

from pathlib import Path

import pytest

from sandbox_app import posix
from sandbox_app.cli import main
from sandbox_app.worldfile.placing import file_system, network_warning

MOUNTS = """22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /home/me/my\\040share rw,nosuid - cifs //server/share rw
41 40 0:36 / /home/me/my\\040share/local rw - tmpfs tmpfs rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tmp/a.world", "ext4"),
        ("/home/me/my share/a.world", "cifs"),
        ("/home/me/my share/local/x/a.world", "tmpfs"),
        ("/home/me/my sharer", "ext4"),
    ],
)
def test_the_nearest_mount_says_what_a_folder_is(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind
    assert file_system(Path(path), "") == ""


def test_new_world_in_a_network_folder_is_made_with_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert network_warning(tmp_path / "a.world") == ""
    mounts = f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:9 / {tmp_path} rw - nfs4 server:/a rw\n"
    monkeypatch.setattr(posix, "mounts", lambda: mounts)
    assert main(["new", str(tmp_path / "a.world"), "--town", "lane", "--json"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("sandbox-app: a.world lies in a network folder (nfs4)")
    assert said.err.count("\n") == 1
    assert said.out.startswith("{")

"""The program from its start to its window's first picture, in folders of its own: what `bench start` times."""

import sys
import tempfile
from pathlib import Path

from sandbox_app.cli.program import parser


def main() -> None:
    """Show the welcome page as `sandbox-app` does, say so when it is painted, and end."""
    parser().parse_args(["open"])
    from sandbox_app.ui.app import application, main_window
    from sandbox_app.ui.living import Launch
    from sandbox_app.ui.remembered import Remembered
    from sandbox_app.ui.theme import look

    qt = application()
    look.start(qt, "light")
    with tempfile.TemporaryDirectory() as name:
        window = main_window(Launch(lambda world: (), lambda path: None), Remembered(Path(name, "window.ini")), Path(name))
        window.show()
        qt.processEvents()
        window.grab()
        sys.stdout.write("painted\n")
        sys.stdout.flush()
        window.close()


if __name__ == "__main__":
    main()

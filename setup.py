"""What pyproject.toml cannot say: `assets/` and `worlds/` lie inside the package in a wheel, as `sandbox_app/_data/…`."""

import os
import shutil
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py


class BuildWithData(build_py):
    """Copies the program's data beside its modules; an editable install finds them in the checkout."""

    def run(self) -> None:
        """Build the modules, then lay the data beside them."""
        if not self.editable_mode:
            shutil.rmtree(Path(self.build_lib) / "sandbox_app", ignore_errors=True)  # an earlier build's, with files that are gone since
        super().run()
        if not self.editable_mode:
            for name in ("assets", "worlds"):
                shutil.copytree(name, Path(self.build_lib) / "sandbox_app" / "_data" / name, dirs_exist_ok=True)
            for name in ("LICENSE", "NOTICE"):
                shutil.copy(name, Path(self.build_lib) / "sandbox_app" / "_data" / name)
            if build := os.environ.get("TOWN_SANDBOX_BUILD"):  # packaging/package.py says which commit this is
                (Path(self.build_lib) / "sandbox_app" / "_data" / "BUILD").write_text(build + "\n", "utf-8")
            for path in Path(self.build_lib).rglob("*"):  # whatever the umask of the checkout
                path.chmod(0o755 if path.is_dir() else 0o644)


setup(
    packages=find_packages(include=["sandbox_app", "sandbox_app.*"]),
    package_data={"sandbox_app": ["py.typed"]},
    cmdclass={"build_py": BuildWithData},
)

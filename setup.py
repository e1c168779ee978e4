"""What pyproject.toml cannot say: `assets/` and `worlds/` lie inside the package in a wheel, as `sandbox_app/_data/…`."""

from setuptools import find_packages, setup

DATA = ("assets", "worlds")

setup(
    packages=[*find_packages(include=["sandbox_app", "sandbox_app.*"]), *(f"sandbox_app._data.{name}" for name in DATA)],
    package_dir={f"sandbox_app._data.{name}": name for name in DATA},
    package_data={f"sandbox_app._data.{name}": ["**/*"] for name in DATA} | {"sandbox_app": ["py.typed"]},
)

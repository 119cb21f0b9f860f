from __future__ import annotations

import importlib
import tomllib
from pathlib import Path

from playground.resource_files import RESOURCES


def test_that_a_checkout_has_all_kinds_of_resources() -> None:
    assert {path.name for path in RESOURCES.iterdir()} >= {"icons", "lessons", "glossary.md"}


def test_that_every_command_of_the_package_is_there() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    commands = {**project["scripts"], **project["gui-scripts"]}
    assert "scalar-playground" in commands
    for place in commands.values():
        module, name = place.split(":")
        assert callable(getattr(importlib.import_module(module), name))

"""This engine against its peers; writes docs/benchmarks.md."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.benchmarks.report import DOCUMENT, ROOT

pytestmark = pytest.mark.benchmark


def test_that_the_compiled_engine_reaches_the_floor_of_every_goal() -> None:
    subprocess.run([sys.executable, "-m", "tests.benchmarks.report"], cwd=ROOT, check=True)
    text = DOCUMENT.read_text(encoding="utf-8")
    assert "(below)" not in text

"""The guide to the engine: its sessions are run, its quotations compared with the files they come from."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.compiler import unavailable
from engine.operations import OPERATIONS
from engine.scalar import forget_functions

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "engine.md"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), flags=re.M | re.S)
QUOTED = [text for _, text in BLOCKS if not text.startswith(">>>")]
OWN = "softsign_of_the_guide"


@pytest.fixture
def own_operation() -> Iterator[None]:
    yield
    if OWN in OPERATIONS:
        OPERATIONS.remove(OWN)
    forget_functions(OWN)


def test_that_every_block_is_python_and_the_guide_is_short() -> None:
    assert {language for language, _ in BLOCKS} == {"python"}
    assert len(GUIDE.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.skipif(bool(unavailable()), reason="nothing can be compiled here")
@pytest.mark.usefixtures("own_operation")
def test_that_the_sessions_of_the_guide_run_as_they_are_printed() -> None:
    session = "\n".join(text for _, text in BLOCKS if text.startswith(">>>"))
    test = doctest.DocTestParser().get_doctest(session, {}, GUIDE.name, str(GUIDE), 0)
    report: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert results.attempted >= 30
    assert not results.failed, "".join(report)


@pytest.mark.parametrize("quotation", QUOTED)
def test_that_quotations_stand_in_their_files(quotation: str) -> None:
    first, _, rest = quotation.partition("\n")
    assert rest.strip()
    assert rest in (ROOT / first.removeprefix("# ")).read_text(encoding="utf-8")

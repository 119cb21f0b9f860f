"""Functions on lanes are run as machine code: where that cannot be made there is nothing to test."""

from __future__ import annotations

import pytest

from engine.compiler import native


@pytest.fixture(scope="module", autouse=True)
def machine_code() -> None:
    """Skip what needs the compiler where there is none."""
    if reason := native.unavailable():
        pytest.skip(reason)

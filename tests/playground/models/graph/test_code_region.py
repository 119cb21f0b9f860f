from __future__ import annotations

import sys
import zipfile
from importlib.machinery import ModuleSpec

import pytest

from playground.models.graph import code_region as code
from playground.models.graph.code_region import code_region

TEXT = """\
def f():
    # region: sum
    for x in y:
        z += x
    # endregion
    # region: rest
    pass
    # endregion
"""


def test_that_lines_are_read_out_of_a_package_in_an_archive(tmp_path, monkeypatch) -> None:
    archive = tmp_path / "bundle.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("bundled_for_a_test.py", TEXT)
    monkeypatch.syspath_prepend(str(archive))
    found = code_region("bundled_for_a_test", "sum")
    assert found.lines == ("for x in y:", "    z += x")
    assert found.place == "bundled_for_a_test.py, line 3"
    assert code_region("bundled_for_a_test", "rest").lines == ("pass",)
    assert "bundled_for_a_test" not in sys.modules
    with pytest.raises(ValueError, match="is not in list"):
        code_region("bundled_for_a_test", "product")


@pytest.mark.parametrize("source", [None, ""])
def test_that_a_module_without_its_source_has_no_lines(source, monkeypatch) -> None:
    class Loader:
        def get_source(self, name: str) -> str | None:
            return source

    monkeypatch.setattr(code, "find_spec", lambda name: ModuleSpec(name, Loader()))  # type: ignore[arg-type]
    assert code_region("engine.graph", "chain rule") == code.CodeRegion((), "engine/graph.py")

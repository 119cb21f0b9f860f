"""Who imports whom: the contracts stand in pyproject.toml, here is what they cannot say."""

from __future__ import annotations

import graphlib
from pathlib import Path

import grimp


def circle_of(imports: dict[str, set[str]]) -> list[str]:
    """Return modules that import each other in a circle, as many as there are in it."""
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("engine", "playground", cache_dir=None, exclude_type_checking_imports=False)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 300
    assert circle_of(imports) == []


def test_that_a_circle_is_found() -> None:
    assert sorted(set(circle_of({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}))) == ["a", "b", "c"]


def test_that_no_room_holds_more_than_twenty_modules() -> None:
    root = Path(__file__).parents[1]
    rooms = {path.parent for area in ("engine", "playground") for path in (root / area).rglob("*.py")}
    crowded = {
        str(room.relative_to(root)): count
        for room in rooms
        if (count := sum(path.name != "__init__.py" for path in room.glob("*.py"))) > 20
    }
    assert crowded == {}

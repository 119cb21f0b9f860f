from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.models.data.table_advice import Choice
from playground.models.data.table_dialect import Wishes
from playground.models.data.table_reader import RawTable, read_table
from playground.workers import table_loader
from playground.workers.table_loader import TableLoader
from tests.playground.actions import PATIENCE_MS


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[TableLoader]:
    loader = TableLoader()
    yield loader
    loader.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("a,b,k\n1,2,x\n3,4,y\n5,,y\n")
    return path


def test_that_of_several_orders_only_the_newest_is_told(loader, path, qtbot):
    table = read_table(path)
    told: list[tuple[str, ...]] = []
    loader.made.connect(lambda data, cost: told.append(data.feature_names))
    for inputs in (("a", "b"), ("a",), ("b",)):
        loader.make(table, Choice("k", inputs, "classification"))
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert told == [("b",)]


def test_that_a_newer_file_gives_up_the_older(loader, path, tmp_path, qtbot):
    long = tmp_path / "long.csv"
    long.write_text("a,b\n" + "1,2\n" * 300_000)
    told: list[str] = []
    loader.loaded.connect(lambda table: told.append(table.name))
    loader.load(long, Wishes())
    loader.load(path, Wishes())
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert told == ["table"]


def test_that_a_closed_loader_tells_nothing_more(loader, path):
    told: list[object] = []
    loader.loaded.connect(told.append)
    loader.load(path, Wishes())
    loader.close()
    assert not loader.isRunning()
    QApplication.processEvents()
    assert told == []


def test_that_what_costs_rows_is_told_with_the_data(loader, path, qtbot):
    with qtbot.waitSignal(loader.made, timeout=PATIENCE_MS) as told:
        loader.make(read_table(path), Choice("k", ("a", "b"), "classification"))
    data, cost = told.args
    assert len(data.y) == 2
    assert (cost.n_dropped, cost.worst) == (1, "b")


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("boom")])
def test_that_an_error_nobody_thought_of_is_said_and_the_loader_goes_on(
    loader, path, qtbot, monkeypatch, error
):
    def fail(*_: object) -> RawTable:
        raise error

    reported: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *found: reported.append(found[1]))
    with monkeypatch.context() as patch:
        patch.setattr(table_loader, "read_table", fail)
        with qtbot.waitSignal(loader.refused, timeout=PATIENCE_MS) as told:
            loader.load(path, Wishes())
    assert told.args[0].startswith("table.csv")
    assert reported == ([error] if isinstance(error, RuntimeError) else [])
    with qtbot.waitSignal(loader.loaded, timeout=PATIENCE_MS):
        loader.load(path, Wishes())

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground.controllers.data import table_import
from playground.controllers.data.table_import import TableImport
from playground.models.data.table_advice import Choice
from playground.models.data.table_data import TableData
from playground.models.data.table_reader import RawTable
from playground.models.ticket import CancelledError, Ticket
from playground.style.theme import LIGHT
from playground.views.data.table_dialog import TableDialog
from tests.playground.actions import PATIENCE_MS

PATIENCE = PATIENCE_MS / 1000


class Tables(QObject):
    """An import and the dialogs it made."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        self.qtbot, self.imports = qtbot, TableImport()
        self.dialogs: list[TableDialog] = []

    def open(self, path: Path) -> TableDialog:
        dialog = self.imports.make_dialog(path, LIGHT)
        self.qtbot.addWidget(dialog)
        self.dialogs.append(dialog)
        dialog.open()
        return dialog

    def wait_for(self, dialog: TableDialog, words: str) -> None:
        self.qtbot.waitUntil(lambda: words in dialog.message, timeout=PATIENCE_MS)


@pytest.fixture
def tables(qtbot: QtBot) -> Iterator[Tables]:
    tables = Tables(qtbot)
    yield tables
    for dialog in tables.dialogs:
        dialog.done(0)
    tables.imports.job.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("a,b,k\n" + "1.5,2,x\n3,4.5,y\n5,2,y\n" * 3)
    return path


def test_that_of_several_choices_only_the_newest_is_told(tables, path):
    dialog = tables.open(path)
    tables.wait_for(dialog, "2 inputs")
    told: list[TableData | None] = []
    tables.imports.job.done.connect(lambda fit: told.append(fit.data))
    for inputs in (("a", "b"), ("a",), ("b",)):
        dialog.make_wanted.emit(dialog._table, Choice("k", inputs, "classification"))
    tables.wait_for(dialog, "1 input")
    assert [data.feature_names for data in told if data is not None] == [("b",)]


def test_that_a_newer_file_takes_the_place_of_an_older(tables, path, tmp_path):
    long = tmp_path / "long.csv"
    long.write_text("a,b\n" + "1,2\n" * 300_000)
    first = tables.open(long)
    first.reject()
    second = tables.open(path)
    tables.wait_for(second, "2 inputs")
    assert first.message == "Reading…"


@pytest.mark.parametrize("verb", ["read_table", "fit_table"])
def test_that_leaving_gives_up_the_work_and_waits_for_nothing(tables, path, monkeypatch, verb):
    begun, left, given_up = threading.Event(), threading.Event(), threading.Event()

    def endless(_table: object, _choice: object, ticket: Ticket) -> None:
        begun.set()
        assert left.wait(PATIENCE)
        with pytest.raises(CancelledError):
            ticket.check()
        given_up.set()

    monkeypatch.setattr(table_import, verb, endless)
    dialog = tables.open(path)
    tables.qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    dialog.reject()
    left.set()
    assert given_up.wait(PATIENCE)


def test_that_data_can_be_used_while_another_choice_is_worked_out(tables, path, monkeypatch):
    dialog = tables.open(path)
    tables.wait_for(dialog, "2 inputs")
    used: list[object] = []
    dialog.table_accepted.connect(used.append)
    data = dialog._data
    monkeypatch.setattr(table_import, "fit_table", lambda *_: threading.Event().wait(0.05))
    dialog.make_wanted.emit(dialog._table, None)
    dialog.use_button.click()
    assert used == [data]


def test_that_an_error_nobody_thought_of_is_said_and_the_next_file_is_read(tables, path, monkeypatch):
    def fail(*_: object) -> RawTable:
        raise RuntimeError("boom")

    told: list[str] = []
    tables.imports.job.crashed.connect(told.append)
    with monkeypatch.context() as patch:
        patch.setattr(table_import, "read_table", fail)
        dialog = tables.open(path)
        tables.wait_for(dialog, "table.csv cannot be read as a table.")
    assert "boom" in told[0]
    tables.wait_for(tables.open(path), "2 inputs")

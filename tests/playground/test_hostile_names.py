"""Names that Qt could take for HTML, keys or placeholders are shown letter by letter in the real window."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from PySide6.QtCore import QAbstractListModel
from PySide6.QtCore import Qt as Core
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QTextEdit,
    QWidget,
)

from playground.application import PlaygroundApplication
from playground.models.data.data_source import OWN
from playground.models.data.table_data import TableData
from playground.views.data.table_dialog import TableDialog
from playground.views.kit.formatted_text import FormattedText
from playground.views.kit.plain_text import plain
from playground.views.network.input_picker import InputPicker
from tests.playground.actions import PATIENCE_MS, pause
from tests.playground.views.painted import painted_texts

BOLD, KEY, IMAGE, STAR = "<b>x</b>", "a&b", "<img src=/etc/passwd>", "[*]<i>t</i>"
NAMES = (BOLD, KEY, IMAGE)
CLASSES = ("<u>no</u>", "y&es")


def hostile_table() -> TableData:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 3))
    return TableData(BOLD, X, (X[:, 0] > 0).astype(int), NAMES, CLASSES)


@pytest.fixture
def hostile(open_playground, qtbot) -> PlaygroundApplication:
    playground = open_playground(
        dataset=OWN, source=hostile_table(), name=STAR, hidden=(3, 2), standardize=False, backend="array"
    )
    pause(qtbot, playground)
    return playground


def shown_tips(widget: QWidget) -> Iterable[str]:
    """All tooltips of a widget and of the items in it."""
    yield widget.toolTip()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model, role = widget.model(), Core.ItemDataRole.ToolTipRole
        rows = min(model.rowCount(), 50)
        # Qt hides the only column of a list.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        yield from (
            str(model.headerData(at, Core.Orientation.Horizontal, role) or "") for at in range(columns)
        )
        for row in range(rows):
            yield from (str(model.index(row, column).data(role) or "") for column in range(columns))


def check_plain() -> None:
    """No text on screen is taken for more than text; what is zoomed is no child of its window."""
    for widget in QApplication.allWidgets():
        where = f"{type(widget).__name__} {widget.accessibleName()!r}"
        for tip in shown_tips(widget):
            if Qt.mightBeRichText(tip):
                document = QTextDocument()
                document.setHtml(tip)
                assert plain(document.toPlainText()) == tip, where
        if isinstance(widget, QLabel):
            assert widget.textFormat() == Core.TextFormat.PlainText, where
        if isinstance(widget, QAbstractButton):
            assert widget.shortcut().isEmpty(), where
        # Notes and lessons are Markdown, which has tests of its own.
        assert not isinstance(widget, QTextEdit) or isinstance(widget, FormattedText), where
        if isinstance(widget, QGraphicsView) and widget.scene() is not None:
            for item in widget.scene().items():
                if isinstance(item, QGraphicsTextItem):
                    # HTML would be gone from the text, and leave its marks in the HTML.
                    copy = QTextDocument()
                    copy.setPlainText(item.toPlainText())
                    assert "<img" not in item.toHtml(), where
                    assert item.toPlainText().count("<") == copy.toPlainText().count("<"), where


def painted(*roots: QWidget) -> str:
    return "\n".join(text.text for root in roots for text in painted_texts(root))


def test_that_the_train_screen_shows_hostile_names_as_they_are(hostile, qtbot):
    window = hostile.window
    check_plain()
    text = painted(window)
    for name in (BOLD, "<img src=", *CLASSES):
        assert name in text
    # The header shortens what has no room; the window's title shows the mark of changes as text.
    assert window.windowHandle().title().removeprefix("● ").startswith(STAR)
    assert STAR in painted(window.header)
    assert f"Name of the experiment: {STAR}" in window.header.title.accessibleName()


def test_that_metrics_and_spaces_show_hostile_names_as_they_are(hostile, qtbot):
    tabs = hostile.window.output.tabs
    for key in ("metrics", "space"):
        tabs.show_page(key)
        tabs.page_selected.emit(key)
        pause(qtbot, hostile)
        check_plain()
        if key == "metrics":
            assert all(name in painted(tabs) for name in CLASSES)


def test_that_the_list_of_inputs_shows_hostile_columns_as_they_are(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    picker = InputPicker(owner)
    picker.set_inputs(NAMES, (0, 1))
    picker.open_below()  # its rows are made when they are to be seen
    check_plain()
    assert all(name in painted(picker) for name in NAMES)
    picker.hide()


def test_that_graph_mode_shows_hostile_names_as_they_are(hostile, qtbot):
    hostile.window.header.mode_selected.emit("graph")
    qtbot.waitUntil(lambda: hostile.window.graph.isVisible(), timeout=PATIENCE_MS)
    QApplication.processEvents()
    check_plain()


def test_that_the_presenter_mode_shows_hostile_names_as_they_are(hostile, qtbot):
    hostile.window.set_presenting(True)
    pause(qtbot, hostile)
    check_plain()
    hostile.window.set_presenting(False)


def test_that_notices_and_questions_show_hostile_names_as_they_are(hostile, qtbot, tmp_path):
    path = tmp_path / "<b>run a&b.json"
    with qtbot.waitSignal(hostile.workbench.file_saved, timeout=PATIENCE_MS):
        hostile.workbench.save_file(path)
    assert hostile.window.network.notice.text == "Saved as <b>run a&b.json."
    assert "<b>run a&b.json" in painted(hostile.window.network.notice)
    path.write_text("{")
    with qtbot.waitSignal(hostile.workbench.file_refused, timeout=PATIENCE_MS):
        hostile.workbench.open_file(path)
    assert hostile.window.network.notice.text.startswith("<b>run a&b.json is damaged")
    check_plain()
    hostile.workbench.change(seed=3)
    hostile.files.open(path)
    question = hostile.files.dialog
    assert question is not None
    check_plain()
    assert STAR in painted(question)
    question.reject()


def test_that_the_table_dialog_shows_hostile_columns_as_they_are(playground, qtbot, tmp_path):
    path = tmp_path / "<b>t a&b.csv"
    rows = "\n".join(f"{i},{i * i},<u>{'no' if i % 2 else 'yes'}</u>" for i in range(20))
    path.write_text(f"<b>x</b>,a&b,<img src=/etc/passwd>\n{rows}\n", encoding="utf-8")
    playground.own_data.open_table(path)
    dialog = playground.own_data.dialog
    assert isinstance(dialog, TableDialog)
    qtbot.waitUntil(lambda: "<b>x</b>" in painted(dialog), timeout=PATIENCE_MS)
    check_plain()
    text = painted(dialog)
    for name in (BOLD, KEY, "<img src", "<u>", "<b>t a&b"):
        assert name in text
    assert dialog.windowHandle().title() == "Data from <b>t a&b.csv"
    dialog.reject()

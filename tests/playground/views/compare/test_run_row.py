from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.compare.run_row import RunRow
from tests.playground.actions import show_active
from tests.playground.models.compare.runs import compared
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
SIGNALS = ("train_pressed", "pin_pressed", "delete_pressed", "open_pressed")


def made(qtbot, **values) -> RunRow:
    row = RunRow(compared(**values))
    qtbot.addWidget(row)
    apply_to_tree(row, LIGHT)
    row.resize(280, 56)
    with qtbot.waitExposed(row):
        show_active(qtbot, row)
    return row


@pytest.fixture
def row(qtbot) -> RunRow:
    return made(qtbot, key=3, name="Adam 0.01")


@pytest.fixture
def heard(row) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    row.shown_toggled.connect(lambda key, on: heard.append(("shown", key, on)))
    row.renamed.connect(lambda key, name: heard.append(("renamed", key, name)))
    for name in SIGNALS:
        getattr(row, name).connect(lambda key, name=name: heard.append((name, key)))
    return heard


def words(row: RunRow) -> list[str]:
    return [text.text for text in painted_texts(row)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Space, ("shown", 3, False)), (Qt.Key.Key_T, ("train_pressed", 3)),
        (Qt.Key.Key_P, ("pin_pressed", 3)), (Qt.Key.Key_Delete, ("delete_pressed", 3)),
        (Qt.Key.Key_Return, ("open_pressed", 3)),
    ],
)  # fmt: skip
def test_that_keys_do_what_the_buttons_do(row, heard, qtbot, key, expected):
    qtbot.keyClick(row, key)
    assert heard == [expected]


@pytest.mark.parametrize("key", [Qt.Key.Key_T, Qt.Key.Key_P, Qt.Key.Key_Delete])
def test_that_the_live_run_can_be_neither_trained_beside_itself_nor_pinned_nor_deleted(qtbot, key):
    row = made(qtbot, key=0)
    heard: list[int] = []
    for name in SIGNALS:
        getattr(row, name).connect(heard.append)
    qtbot.keyClick(row, key)
    assert heard == []


def test_that_the_buttons_are_there_for_the_focus_and_the_pointer_and_take_the_place_of_the_score(row, qtbot):
    row.clearFocus()
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert "80.0 %" in words(row)
    row.setFocus()
    assert all(button.isVisible() for button in row._buttons())
    assert "80.0 %" not in words(row)
    for button, name in zip(row._buttons(), ("train", "pin", "", "delete"), strict=True):
        assert button.accessibleName()
        assert button.toolTip()
        assert min(button.width(), button.height()) >= 32
        if name:
            with qtbot.waitSignal(getattr(row, f"{name}_pressed")) as asked:
                qtbot.mouseClick(button, LEFT)
            assert asked.args == [3]


def test_that_the_box_waits_for_whoever_decides(row, heard, qtbot):
    qtbot.mouseClick(row.box, LEFT, pos=QPoint(10, row.box.height() // 2))
    assert heard == [("shown", 3, False)]
    assert row.box.isChecked()


def test_that_a_name_is_typed_in_place(row, heard, qtbot):
    qtbot.keyClick(row, Qt.Key.Key_F2)
    assert row.entry.selectedText() == "Adam 0.01"
    qtbot.keyClicks(row.entry, "The good one")
    qtbot.keyClick(row.entry, Qt.Key.Key_Return)
    assert heard == [("renamed", 3, "The good one")]
    assert not row.entry.isVisible()


@pytest.mark.parametrize("typed", ["Adam 0.01", "  "])
def test_that_the_same_name_and_none_change_nothing(row, heard, qtbot, typed):
    qtbot.keyClick(row, Qt.Key.Key_F2)
    qtbot.keyClicks(row.entry, typed)
    qtbot.keyClick(row.entry, Qt.Key.Key_Return)
    assert heard == []


def test_that_escape_leaves_the_old_name(row, heard, qtbot):
    qtbot.keyClick(row, Qt.Key.Key_F2)
    qtbot.keyClicks(row.entry, "Nonsense")
    qtbot.keyClick(row.entry, Qt.Key.Key_Escape)
    assert not row.entry.isVisible()
    assert heard == []


def test_that_its_state_is_said_in_words(qtbot):
    live, trained = made(qtbot, key=0), made(qtbot, key=2, is_training=True, is_shown=False)
    assert "Live" in words(live)
    assert "Trains" in words(trained)
    assert live.accessibleDescription() == "live run, shown, 80.0 %"
    assert trained.accessibleDescription() == "kept run, trains, hidden, 80.0 %"
    assert trained.train_button.accessibleName() == "Pause"
    assert trained.accessibleName() == "Run 3: Run 2"


def test_that_keys_of_the_row_are_kept_from_the_window(row):
    assert {Qt.Key.Key_Space, Qt.Key.Key_F2} <= row.kept_keys

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from playground.views.graph.exports.export_card import FORMATS, ExportCard

LEFT = Qt.MouseButton.LeftButton
KEYS = [key for _, formats in FORMATS for key, _, _ in formats]


@pytest.fixture
def card(qtbot) -> Iterator[ExportCard]:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(400, 300)
    owner.show()
    card = ExportCard(owner)
    yield card
    card.hide()


@pytest.mark.parametrize("key", KEYS)
def test_that_each_format_is_copied_or_saved_and_the_card_closes(card: ExportCard, qtbot, key: str) -> None:
    for buttons, signal in ((card.copy_buttons, card.copy_wanted), (card.save_buttons, card.save_wanted)):
        card.open({})
        with qtbot.waitSignal(signal) as wanted:
            qtbot.mouseClick(buttons[key], LEFT)
        assert wanted.args == [key]
        assert not card.isVisible()


def test_that_a_format_that_cannot_be_had_says_why(card: ExportCard) -> None:
    card.open({"mermaid": "Too many links."})
    assert not card.copy_buttons["mermaid"].isEnabled()
    assert not card.save_buttons["mermaid"].isEnabled()
    assert card.save_buttons["mermaid"].toolTip() == "Too many links."
    assert card.save_buttons["mermaid"].accessibleDescription() == "Too many links."
    assert card.copy_buttons["svg"].isEnabled()
    card.open({})
    assert card.copy_buttons["mermaid"].isEnabled()
    assert card.copy_buttons["mermaid"].toolTip() == "Copy as Mermaid"


def test_that_the_arrow_keys_go_through_what_can_be_had(card: ExportCard, qtbot) -> None:
    card.open({"png": "Too large."})
    card.activateWindow()
    qtbot.waitUntil(lambda: card.copy_buttons["svg"].hasFocus())
    for key, wanted in (
        (Qt.Key.Key_Down, card.copy_buttons["dot"]),
        (Qt.Key.Key_Right, card.save_buttons["dot"]),
        (Qt.Key.Key_Up, card.save_buttons["svg"]),
        (Qt.Key.Key_Up, card.save_buttons["latex"]),
        (Qt.Key.Key_Left, card.copy_buttons["latex"]),
    ):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert wanted.hasFocus()
    with qtbot.waitSignal(card.copy_wanted) as copied:
        qtbot.keyClick(card.copy_buttons["latex"], Qt.Key.Key_Return)
    assert copied.args == ["latex"]

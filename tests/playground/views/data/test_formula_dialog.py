from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.models.data.formula_data import FormulaData
from playground.style.theme import LIGHT
from playground.views.data.formula_dialog import FormulaDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot) -> FormulaDialog:
    dialog = FormulaDialog(LIGHT)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def type_formula(qtbot: QtBot, dialog: FormulaDialog, text: str) -> None:
    dialog.field.selectAll()
    qtbot.keyClicks(dialog.field, text)


def test_that_a_typed_formula_is_handed_over_by_enter(dialog, qtbot):
    type_formula(qtbot, dialog, "x^2 + y^2 < 4")
    with qtbot.waitSignal(dialog.formula_accepted) as accepted:
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert accepted.args[0].text == "x^2 + y^2 < 4"
    assert not dialog.isVisible()


def test_that_an_error_is_underlined_while_one_types(dialog, qtbot):
    type_formula(qtbot, dialog, "y > sin(x) + q")
    qtbot.waitUntil(lambda: dialog.field.wrong == (13, 14))
    assert "q is unknown" in dialog.message
    assert not dialog.use_button.isEnabled()
    picture = dialog.field.grab().toImage()
    danger = QColor(LIGHT.danger)
    lower = range(picture.height() // 2, picture.height() - 4)
    assert any(picture.pixelColor(x, y) == danger for y in lower for x in range(picture.width()))


def test_that_enter_does_nothing_while_the_formula_is_wrong(dialog, qtbot):
    type_formula(qtbot, dialog, "y > ")
    with qtbot.assertNotEmitted(dialog.formula_accepted):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_that_an_example_is_put_into_the_field(dialog, qtbot):
    qtbot.mouseClick(dialog.examples[3], LEFT)
    assert dialog.field.text() == "z = sin(x) cos(y)"
    assert dialog.message.startswith("A number to predict")
    with qtbot.waitSignal(dialog.formula_accepted) as accepted:
        qtbot.mouseClick(dialog.use_button, LEFT)
    assert accepted.args[0].task == "regression"


def test_that_one_class_is_said_before_it_is_used(dialog, qtbot):
    type_formula(qtbot, dialog, "x > 100")
    qtbot.waitUntil(lambda: "never true" in dialog.message)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("y > log(x)", "log(x) has no finite value at x = −6."), ("y > (x", "This bracket is never closed."),
     ("y > sin x", "sin needs brackets: sin(x)."), ("y > ", "Something is missing at the end.")],
)  # fmt: skip
def test_that_sentences_begin_with_a_capital_but_quote_the_formula_as_typed(dialog, qtbot, text, sentence):
    type_formula(qtbot, dialog, text)
    qtbot.waitUntil(lambda: dialog.message == sentence)


def test_that_escape_keeps_the_data(dialog, qtbot):
    with qtbot.assertNotEmitted(dialog.formula_accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_a_formula_can_be_changed(qtbot):
    dialog = FormulaDialog(LIGHT, FormulaData("x > 1", -2.0, 2.0))
    qtbot.addWidget(dialog)
    assert dialog.field.text() == "x > 1"
    assert dialog.reach.value() == 2.0


def test_that_a_lopsided_square_is_covered_by_the_range(qtbot):
    dialog = FormulaDialog(LIGHT, FormulaData("x > 1", -5.0, -2.0))
    qtbot.addWidget(dialog)
    assert dialog.reach.value() == 5.0


def test_that_enter_hands_the_formula_over_once(dialog, qtbot):
    handed_over: list[object] = []
    dialog.formula_accepted.connect(handed_over.append)
    type_formula(qtbot, dialog, "x > y")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert len(handed_over) == 1

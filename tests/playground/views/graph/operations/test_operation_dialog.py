from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.operations.definition import define, install
from playground.models.operations.operation_preview import operation_preview
from playground.models.operations.own_operation import OwnOperation
from playground.style.theme import DARK, LIGHT
from playground.views.graph.operations.operation_dialog import OperationDialog
from playground.views.graph.operations.preview_picture import PreviewPicture
from playground.views.kit.fields.formula_field import FormulaField
from tests.playground.actions import LEFT
from tests.playground.views.painted import painted_texts

SWISH = OwnOperation("swish", "x sigmoid(x)")


@pytest.fixture
def dialog(qtbot):
    dialog = OperationDialog(LIGHT, install([SWISH]), name="", taken=["swish"])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def write(qtbot, field: FormulaField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)


def wait_for(qtbot, dialog: OperationDialog, text: str) -> None:
    qtbot.waitUntil(lambda: text in dialog.message)


def choose_typed(qtbot, dialog: OperationDialog) -> None:
    dialog.way.setFocus()
    qtbot.keyClick(dialog.way, Qt.Key.Key_End)


def test_that_the_derivative_is_derived_and_return_defines(dialog, qtbot):
    write(qtbot, dialog.name, "bump")
    write(qtbot, dialog.formula, "exp(-x^2)")
    with qtbot.waitSignal(dialog.operation_accepted) as told:
        qtbot.keyClick(dialog.formula, Qt.Key.Key_Return)
    assert told.args == [OwnOperation("bump", "exp(-x^2)")]
    assert dialog.derived.text() == "d/dx = −exp(−x²) × 2 × x"
    assert not dialog.isVisible()


def test_that_a_wrong_typed_derivative_is_named_with_its_point_and_can_be_defined_anyway(dialog, qtbot):
    write(qtbot, dialog.name, "cubed")
    write(qtbot, dialog.formula, "x^3")
    choose_typed(qtbot, dialog)
    write(qtbot, dialog.slopes[0], "2 x^2")
    wait_for(qtbot, dialog, "The operation cubed has a wrong derivative: at x = ")
    assert "it says" in dialog.message
    assert "the difference is" in dialog.message
    assert dialog.use_button.text() == "Define anyway"
    write(qtbot, dialog.slopes[0], "3 x^2")
    wait_for(qtbot, dialog, "Derivatives agree with finite differences")
    assert dialog.use_button.text() == "Define"
    with qtbot.waitSignal(dialog.operation_accepted) as told:
        qtbot.mouseClick(dialog.use_button, LEFT)
    assert told.args == [OwnOperation("cubed", "x^3", ("3 x^2",))]


def test_that_two_operands_have_two_derivatives(dialog, qtbot):
    write(qtbot, dialog.name, "area")
    write(qtbot, dialog.formula, "x y^2")
    qtbot.waitUntil(lambda: dialog.derived.text() == "∂/∂x = y²\n∂/∂y = x × 2 × y")
    choose_typed(qtbot, dialog)
    assert all(field.isVisible() for field in dialog.slopes)
    write(qtbot, dialog.formula, "x^2")
    qtbot.waitUntil(lambda: not dialog.slopes[1].isVisible())


@pytest.mark.parametrize(
    ("name", "formula", "said", "wrong"),
    [
        ("relu", "x", "“relu” means something already", "name"),
        ("swish", "x", "There is an operation “swish” already", "name"),
        ("bump", "exp(x", "This bracket is never closed", "formula"),
        ("bump", "wish(x)", "There is no function wish", "formula"),
        ("bump", "sqrt(-1 - x^2)", "no value anywhere", "formula"),
    ],
)
def test_that_what_is_wrong_is_said_and_underlined_and_keeps_it_from_being_defined(
    dialog, qtbot, name, formula, said, wrong
):
    write(qtbot, dialog.name, name)
    write(qtbot, dialog.formula, formula)
    wait_for(qtbot, dialog, said)
    assert getattr(dialog, wrong).wrong is not None
    assert not dialog.use_button.isEnabled()
    with qtbot.assertNotEmitted(dialog.operation_accepted):
        qtbot.keyClick(dialog.formula, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_that_a_formula_may_call_another_operation_of_ones_own(dialog, qtbot):
    write(qtbot, dialog.name, "twice")
    write(qtbot, dialog.formula, "swish(swish(x))")
    qtbot.waitUntil(lambda: "swish(x)" in dialog.derived.text())
    assert dialog.use_button.isEnabled()


def test_that_an_edited_operation_is_shown_as_it_is_and_can_be_deleted(qtbot):
    own = OwnOperation("cubed", "x^3", ("2 x^2",))
    dialog = OperationDialog(DARK, {}, own)
    qtbot.addWidget(dialog)
    dialog.show()
    fields = (dialog.name, dialog.formula, dialog.slopes[0])
    assert [field.text() for field in fields] == ["cubed", "x^3", "2 x^2"]
    assert dialog.way.value() == "typed"
    assert dialog.use_button.text() == "Apply anyway"
    with qtbot.waitSignal(dialog.deleted):
        qtbot.mouseClick(dialog.delete_button, LEFT)


def test_that_a_name_that_is_given_leads_to_the_formula(qtbot):
    dialog = OperationDialog(LIGHT, {}, name="swish")
    qtbot.addWidget(dialog)
    assert dialog.name.text() == "swish"
    assert dialog.focusWidget() is dialog.formula
    assert not dialog.delete_button.isVisibleTo(dialog)


def test_that_value_and_derivative_are_told_apart_by_words_and_dashes(qtbot):
    picture = PreviewPicture()
    qtbot.addWidget(picture)
    picture.set_preview(None)
    assert painted_texts(picture) == []
    picture.set_preview(operation_preview(define(OwnOperation("area", "x y"))))
    texts = [text.text for text in painted_texts(picture)]
    assert texts[:2] == ["value", "derivative by x"]
    assert "along x, y = 1" in texts


def test_that_the_buttons_of_the_dialog_are_equally_high(dialog):
    assert dialog.cancel_button.height() == dialog.use_button.height()

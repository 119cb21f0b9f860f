from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.operations.own_operation import OwnOperation
from tests.playground.actions import LEFT, PATIENCE_MS, choose, pause, running, train_until

SWISH = OwnOperation("swish", "x sigmoid(x)")
CIRCLE = {"dataset": "circle", "hidden": (3,), "n_samples": 40}


@pytest.fixture
def playground(open_graph):
    return open_graph(**CIRCLE)


@pytest.fixture
def application(open_playground, qtbot):
    """The whole window, which waits."""
    application = open_playground(**CIRCLE)
    train_until(qtbot, application, 1)
    pause(qtbot, application)
    application.window.header.mode_selected.emit("graph")
    return application


def type_formulas(playground, text: str) -> None:
    playground.window.graph.source.editor.setPlainText(text)


def operations(playground) -> tuple[OwnOperation, ...]:
    return playground.workbench.experiment.operations


def define_swish(qtbot, playground) -> None:
    type_formulas(playground, "y = swish(a)")
    qtbot.mouseClick(playground.window.graph.source.define, LEFT)
    dialog = playground.own_operations.dialog
    assert dialog.name.text() == "swish"
    dialog.formula.selectAll()
    qtbot.keyClicks(dialog.formula, "x sigmoid(x)")
    qtbot.keyClick(dialog.formula, Qt.Key.Key_Return)


def test_that_an_unknown_function_is_defined_where_it_was_typed_and_undo_takes_it_back(application, qtbot):
    source = application.window.graph.source
    define_swish(qtbot, application)
    assert operations(application) == (SWISH,)
    assert source.state.text().startswith("✓")
    assert not source.define.isVisible()
    node = application.graph.drawing.scalars.nodes[-1]
    assert node.symbol == "swish"
    application.workbench.undo_stack.undo()
    assert operations(application) == ()
    assert source.state.text() == "There is no function swish."
    assert source.define.isVisible()
    application.workbench.undo_stack.redo()
    assert source.state.text().startswith("✓")


def test_that_a_defined_operation_is_an_activation_in_train(application, qtbot):
    define_swish(qtbot, application)
    application.window.header.mode_selected.emit("train")
    field = application.window.hyper.settings.control("activation").field
    choose(qtbot, field, "swish")
    qtbot.waitUntil(lambda: running(application).activation == "swish", timeout=PATIENCE_MS)
    qtbot.mouseClick(application.window.header.play_button, LEFT)
    train_until(qtbot, application, 3)
    assert "swish" in application.workbench.experiment.title


def test_that_an_activation_in_use_cannot_be_deleted_and_is_renamed_with_its_operation(playground, qtbot):
    playground.workbench.change(operations=(SWISH,), activation="swish", layer_activations=("swish",))
    card = playground.window.graph.functions
    qtbot.mouseClick(playground.window.graph.functions_button, LEFT)
    assert card.name.text() == "swish(x)"
    qtbot.mouseClick(card.edit, LEFT)
    with qtbot.waitSignal(playground.workbench.noticed) as told:
        qtbot.mouseClick(playground.own_operations.dialog.delete_button, LEFT)
    assert told.args[0].text.startswith("swish stays: it is an activation of this network")
    assert operations(playground) == (SWISH,)
    qtbot.mouseClick(playground.window.graph.functions_button, LEFT)
    qtbot.mouseClick(card.edit, LEFT)
    dialog = playground.own_operations.dialog
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "hish")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    experiment = playground.workbench.experiment
    assert experiment.operations == (OwnOperation("hish", "x sigmoid(x)"),)
    assert experiment.activation == "hish"
    assert experiment.layer_activations == ("hish",)


def test_that_what_was_searched_for_in_vain_is_the_name_of_a_new_function(playground, qtbot):
    card = playground.window.graph.functions
    qtbot.mouseClick(playground.window.graph.functions_button, LEFT)
    assert not card.edit.isVisible()
    qtbot.keyClicks(card.search, "mish")
    qtbot.mouseClick(card.define, LEFT)
    dialog = playground.own_operations.dialog
    assert dialog.name.text() == "mish"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert playground.own_operations.dialog is None
    assert operations(playground) == ()


def test_that_the_wrong_rule_of_the_starting_point_is_found_and_mended(playground, qtbot):
    screen = playground.window.graph
    choose(qtbot, screen.source.example, "wrong_rule")
    assert [own.name for own in operations(playground)] == ["cubed"]
    screen.canvas.setFocus()
    qtbot.keyClick(screen.canvas, Qt.Key.Key_G)
    summary = screen.check_panel.summary
    qtbot.waitUntil(lambda: "The operation cubed has a wrong" in summary.text(), timeout=PATIENCE_MS)
    assert "it says 1.62, the difference is 2.43" in summary.text()
    qtbot.mouseClick(screen.functions_button, LEFT)
    qtbot.mouseClick(screen.functions.edit, LEFT)
    dialog = playground.own_operations.dialog
    dialog.way.setFocus()
    qtbot.keyClick(dialog.way, Qt.Key.Key_Home)
    qtbot.mouseClick(dialog.use_button, LEFT)
    qtbot.waitUntil(lambda: "all 9 gradients agree" in summary.text(), timeout=PATIENCE_MS)


def test_that_a_starting_point_leaves_an_operation_of_that_name_as_it_is(playground, qtbot):
    own = OwnOperation("cubed", "x^3")
    playground.workbench.change(operations=(own,))
    choose(qtbot, playground.window.graph.source.example, "wrong_rule")
    assert operations(playground) == (own,)


def test_that_an_activation_of_ones_own_is_defined_and_chosen_from_train(application, qtbot):
    application.window.header.mode_selected.emit("train")
    qtbot.mouseClick(application.window.network.more_button, LEFT)
    qtbot.mouseClick(application.training.options.activation_button, LEFT)
    dialog = application.own_operations.dialog
    qtbot.keyClicks(dialog.name, "bump")
    dialog.formula.selectAll()
    qtbot.keyClicks(dialog.formula, "exp(-x^2)")
    qtbot.keyClick(dialog.formula, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: running(application).activation == "bump", timeout=PATIENCE_MS)
    application.workbench.undo_stack.undo()
    qtbot.waitUntil(lambda: running(application).activation == "tanh", timeout=PATIENCE_MS)
    assert operations(application) == ()


def test_that_an_operation_that_is_not_in_use_is_deleted_and_undo_brings_it_back(application, qtbot):
    application.workbench.change(operations=(SWISH,))
    qtbot.mouseClick(application.window.graph.functions_button, LEFT)
    qtbot.mouseClick(application.window.graph.functions.edit, LEFT)
    qtbot.mouseClick(application.own_operations.dialog.delete_button, LEFT)
    assert operations(application) == ()
    application.workbench.undo_stack.undo()
    assert operations(application) == (SWISH,)


def test_that_a_window_with_operations_of_ones_own_draws_a_graph_only_once_one_is_wanted(open_playground):
    application = open_playground(**CIRCLE, operations=(SWISH,))
    assert application.graph.drawing is None
    type_formulas(application, "y = swish(a)")
    application.window.header.mode_selected.emit("graph")
    assert application.graph.walk.graph.nodes[-1].label == "y"

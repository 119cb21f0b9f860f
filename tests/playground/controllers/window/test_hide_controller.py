from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from playground.application import PlaygroundApplication
from playground.models.experiment.controls import all_hideable, for_beginners
from playground.models.experiment.experiment import Experiment
from tests.playground.actions import LEFT, PATIENCE_MS, focused

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALL = tuple(all_hideable(Experiment))


def parts(playground: PlaygroundApplication) -> dict[str, QWidget]:
    """A widget of many things that can be hidden, by their keys."""
    window, options = playground.window, playground.training.options
    header, data, output = window.header, window.data, window.output
    return {
        "speed": header.speed, "step": header.step_button, "new weights": header.new_weights_button,
        "engine": header.engine, "history": window.strip, "task": data.task, "data sets": data.tiles,
        "own data": data.draw_button, "seed": data.dice, "n_samples": data.more.settings.blocks["n_samples"],
        "optimizer": window.hyper.settings.blocks["optimizer"], "layers": window.network.layers,
        "inputs": window.network.canvas.inputs_button, "links": window.network.view_button,
        "mistakes": window.network.mistakes_button,
        "dropout": options.training.blocks["dropout"], "sanity test": options.overfit_button,
        "test data": output.show_test, "figures": output.score, "loss chart": output.chart,
    }  # fmt: skip


def shown(playground: PlaygroundApplication) -> set[str]:
    options = playground.training.options
    return {
        key
        for key, part in parts(playground).items()
        if (part.isVisibleTo(options) if options.isAncestorOf(part) else part.isVisible())
    }


def press(qtbot, playground: PlaygroundApplication, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or playground.window, key, *modifiers)


def said(playground: PlaygroundApplication) -> str:
    return playground.window.network.notice.text


def test_that_a_teacher_hides_controls_and_one_key_brings_them_back(open_playground, qtbot):
    playground = open_playground(size=(1024, 640), dataset="iris", hidden=(3,))
    window, hiding = playground.window, playground.hiding
    window.data.more.toggle.click()
    before = shown(playground)
    assert before >= parts(playground).keys() - {"engine"}
    qtbot.mouseClick(window.header.file_button, LEFT)
    qtbot.mouseClick(window.header.menu.rows["pick_hidden"], LEFT)
    dialog = hiding.dialog
    assert dialog is not None
    qtbot.mouseClick(dialog.beginner_button, LEFT)
    dialog.boxes["seed"].click()
    qtbot.mouseClick(dialog.apply_button, LEFT)
    hidden = set(for_beginners(Experiment)) - {"seed"}
    assert set(playground.workbench.experiment.hidden_controls) == hidden
    assert shown(playground) == before - hidden
    assert not window.network.more_button.isVisible()
    # No control takes the room of another, and Tab goes to none of them.
    assert {window.hyper.settings.blocks[name].y() for name in ("learning_rate", "activation")} == {10}
    for _ in range(30):
        press(qtbot, playground, Qt.Key.Key_Tab)
        assert focused().isVisible()
    press(qtbot, playground, Qt.Key.Key_H, CTRL_SHIFT)
    assert shown(playground) == before
    assert "All controls are shown" in said(playground)
    qtbot.mouseClick(window.header.hidden_button, LEFT)
    assert shown(playground) == before - hidden
    playground.workbench.undo_stack.undo()
    assert shown(playground) == before
    assert not window.header.hidden_button.isVisible()
    playground.workbench.undo_stack.redo()
    assert shown(playground) == before - hidden


def test_that_keys_of_hidden_controls_say_why_and_nothing_locks_a_person_out(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(2,), hidden_controls=ALL)
    window = playground.window
    assert shown(playground) == set()
    assert not window.data.isVisible()
    assert not window.hyper.isVisible()
    for key, title in ((Qt.Key.Key_N, "New weights"), (Qt.Key.Key_D, "Draw points"), (Qt.Key.Key_S, "Step")):
        press(qtbot, playground, key)
        assert said(playground).startswith(title)
        assert "Ctrl+Shift+H" in said(playground)
    assert playground.workbench.experiment.weight_draws == 0
    press(qtbot, playground, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert said(playground).startswith("Graph is hidden")
    assert window.network.isVisible()
    inputs = playground.workbench.experiment.features
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(window.network.canvas, Qt.Key.Key_Return)  # would switch an input
    assert playground.workbench.experiment.features == inputs
    qtbot.mouseClick(window.header.hidden_button, LEFT)
    assert shown(playground) == parts(playground).keys() - {"n_samples"}  # folded
    press(qtbot, playground, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.graph.isVisible()
    press(qtbot, playground, Qt.Key.Key_H, CTRL_SHIFT)  # the mode on screen goes too
    assert not window.graph.isVisible()
    assert window.network.isVisible()
    press(qtbot, playground, Qt.Key.Key_F11)
    assert not window.presenter.header.step_button.isVisible()
    press(qtbot, playground, Qt.Key.Key_H, CTRL_SHIFT)
    assert window.presenter.header.step_button.isVisible()
    press(qtbot, playground, Qt.Key.Key_Escape)


def test_that_nothing_is_done_in_a_mode_that_is_hidden(open_playground, qtbot):
    playground = open_playground(
        dataset="circle", hidden=(2,), hidden_controls=("graph", "compare"), forgets_zero_grad=True
    )
    graph, source, steps = playground.graph, playground.graph._source, playground.workbench.undo_stack.count()
    playground.window.network.canvas.node_opened.emit((1, 0))
    assert said(playground).startswith("Graph is hidden")
    assert graph._source == source
    playground.lessons.formula_wanted.emit("a * b")
    qtbot.mouseClick(playground.window.mistakes.twin_button, LEFT)
    assert said(playground).startswith("Compare is hidden")
    assert playground.workbench.undo_stack.count() == steps


def test_that_a_file_opens_with_its_controls_hidden(open_playground, qtbot, tmp_path: Path):
    playground = open_playground(dataset="circle", hidden=(2,), hidden_controls=("graph", "optimizer"))
    path = tmp_path / "class.playground"
    with qtbot.waitSignal(playground.workbench.file_saved, timeout=PATIENCE_MS):
        playground.workbench.save_file(path)
    playground.workbench.change(hidden_controls=())
    assert "optimizer" in shown(playground)
    playground.workbench.open_file(path)
    qtbot.waitUntil(lambda: "optimizer" not in shown(playground), timeout=PATIENCE_MS)
    assert playground.workbench.experiment.hidden_controls == ("graph", "optimizer")
    assert [key for key, _ in playground.window.header.mode._options] == ["train", "compare", "lessons"]
    press(qtbot, playground, Qt.Key.Key_H, CTRL_SHIFT)
    assert "optimizer" in shown(playground)
    playground.workbench.open_file(path)
    qtbot.waitUntil(lambda: "optimizer" not in shown(playground), timeout=PATIENCE_MS)


def test_that_without_a_choice_the_key_asks_for_one(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(2,))
    press(qtbot, playground, Qt.Key.Key_H, CTRL_SHIFT)
    dialog = playground.hiding.dialog
    assert dialog is not None
    assert all(box.isChecked() for box in dialog.boxes.values())
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert playground.workbench.experiment.hidden_controls == ()

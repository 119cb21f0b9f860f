from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from playground.controllers.graph.export_controller import MAKERS, ExportController
from playground.models.graph.practise.exercise import ALL
from playground.models.ticket import UNWATCHED
from playground.style.words import number_text, steady_text
from playground.views.graph.card_words import link_words
from tests.engine.drawing.pictures import texts_of as texts_of_picture
from tests.playground.actions import LEFT, PATIENCE_MS, choose, train_until
from tests.playground.views.painted import painted_texts

TEXT = "a = 7\nb = -3\nc = a*b\nd = c + a\nL = d**2"
"""By hand: d = -14, dL/dd = -28 = dL/dc, dL/db = -196, dL/da = 84 - 28 = 56."""
GRADIENTS = {"d": -28.0, "c": -28.0, "b": -196.0, "a": 56.0}


CIRCLE = {"dataset": "circle", "hidden": (2,), "n_samples": 40, "loss": "squared_error"}


def practise(screen):
    screen.source.editor.setPlainText(TEXT)
    screen.steps.way.option_selected.emit("practise")
    return screen


@pytest.fixture
def playground(open_graph):
    return open_graph(**CIRCLE)


@pytest.fixture
def screen(playground):
    return practise(playground.window.graph)


@pytest.fixture
def application(open_playground):
    """The whole window, which trains meanwhile."""
    application = open_playground(**CIRCLE)
    application.window.header.mode_selected.emit("graph")
    return application


def place_of(screen, name: str) -> QPoint:
    node = next(block.index for block in screen.canvas._graph.nodes if block.name == name)
    return screen.canvas.place_of(node).toPoint()


def press(qtbot, screen, name: str) -> None:
    qtbot.mouseClick(screen.canvas, LEFT, pos=place_of(screen, name))


def answer(qtbot, screen, text: str) -> None:
    field = screen.practise.answer
    field.selectAll()
    qtbot.keyClicks(field, text.replace("−", "-"))
    qtbot.keyClick(field, Qt.Key.Key_Return)


def texts_of(screen) -> str:
    """Return all that can be read on the screen: texts, names, descriptions, tooltips, those of cards too."""
    found = [text.text for text in painted_texts(screen)]
    for widget in [screen, *screen.findChildren(QWidget)]:
        if widget.isVisible():
            found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
                found.append(widget.text())
            if isinstance(widget, QPlainTextEdit):
                found.append(widget.toPlainText())
    canvas = screen.canvas
    for block in canvas._graph.nodes:
        found.append(canvas._words_at(canvas.place_of(block.index).toPoint()))
    edges = range(int(canvas._graph.first_edge[-1]))
    found += [link_words(canvas._graph, canvas._view, edge) for edge in edges]
    return "\n".join(found)


def exported(playground) -> str:
    """Return all texts that can be taken out of the app."""
    moment = playground.findChild(ExportController)._moment()
    made = {key: str(MAKERS[key](moment, UNWATCHED)) for key in MAKERS if key != "png"}
    picture = texts_of_picture(ElementTree.fromstring(made.pop("svg")))
    return "\n".join([*made.values(), *picture])


def assert_hides(playground, gradients) -> None:
    text = f"{texts_of(playground.window.graph)}\n{exported(playground)}"
    for name, gradient in gradients.items():
        for written in {number_text(gradient), steady_text(gradient, 4)}:
            told = re.search(rf"(?<![\d.]){re.escape(written)}(?!\.?\d)", text)
            assert told is None, f"{name} is told: …{text[told.start() - 40 : told.end() + 10]}…"


def test_that_gradients_are_found_one_after_the_other(screen, qtbot):
    panel = screen.practise
    assert panel.isVisible()
    assert not screen.chain.isVisible()
    assert panel.progress.text() == "0 of 4 gradients"
    assert panel.question.text() == "∂L/∂d = ?"
    assert panel.answer.hasFocus()
    answer(qtbot, screen, "-14")
    assert panel.verdict.words.text().startswith("The exponent is missing in ∂L/∂d")
    answer(qtbot, screen, "28")
    assert panel.verdict.words.text() == "The size is right, the sign is not."
    answer(qtbot, screen, "2*(-14)")
    assert panel.verdict.words.text() == "Right: ∂L/∂d = −28."
    assert panel.question.text() == "∂L/∂c = ?"
    press(qtbot, screen, "b")
    assert panel.question.text() == "∂L/∂b = ?"
    answer(qtbot, screen, "many")
    assert "no number" in panel.verdict.words.text()
    for text in ("-196", "56", "-28"):
        answer(qtbot, screen, text)
    assert panel.progress.text() == "4 of 4 gradients"
    assert panel.question.text() == "All found"
    view = screen.canvas._view
    assert view.has_gradient.all()
    qtbot.mouseClick(panel.again, LEFT)
    assert panel.progress.text() == "0 of 4 gradients"


def test_that_a_hidden_gradient_is_hidden_everywhere(playground, screen, qtbot):
    assert_hides(playground, GRADIENTS)
    view, nodes = screen.canvas._view, screen.canvas._graph.nodes
    hidden = {block.name for block in nodes if not view.has_gradient[block.index]}
    assert hidden == set(GRADIENTS)
    assert [view.gradients[block.outputs[0]] for block in nodes if block.name in hidden] == [0.0] * 4
    screen.canvas.paths_wanted.emit(0)
    qtbot.mouseClick(screen.functions_button, LEFT)
    screen.functions.hide()
    for name in GRADIENTS:
        press(qtbot, screen, name)
        for _ in range(2 if name == "d" else 3):  # the third one for d is its own rule: 2 × (−14)
            qtbot.mouseClick(screen.practise.hint_button, LEFT)
        assert_hides(playground, GRADIENTS)
    press(qtbot, screen, "d")
    answer(qtbot, screen, "-28")
    assert_hides(playground, {name: GRADIENTS[name] for name in ("a", "b")})


def test_that_what_is_found_is_shown_on_its_card(screen, qtbot):
    answer(qtbot, screen, "-28")
    view = screen.canvas._view
    node = next(block for block in screen.canvas._graph.nodes if block.name == "d")
    assert view.has_gradient[node.index]
    assert view.gradients[node.outputs[0]] == -28.0
    assert "gradient −28" in screen.canvas._words_at(place_of(screen, "d"))


def test_that_cards_ask_for_what_is_hidden(screen, qtbot):
    texts = [text.text for text in painted_texts(screen.canvas)]
    assert texts.count("?") == 4
    assert "gradient to be found" in screen.canvas._words_at(place_of(screen, "d"))
    answer(qtbot, screen, "-28")
    assert [text.text for text in painted_texts(screen.canvas)].count("?") == 3


def test_that_what_was_found_is_kept_while_another_mode_is_looked_at(application, qtbot):
    screen = practise(application.window.graph)
    answer(qtbot, screen, "-28")
    application.window.header.mode_selected.emit("train")
    application.window.header.mode_selected.emit("graph")
    assert screen.practise.progress.text() == "1 of 4 gradients"


def test_that_other_numbers_hide_what_was_found(screen, qtbot):
    answer(qtbot, screen, "-28")
    screen.source.editor.setPlainText(TEXT.replace("7", "6"))
    assert screen.practise.progress.text() == "0 of 4 gradients"


def test_that_one_node_one_layer_or_one_path_is_hidden(screen, qtbot):
    panel = screen.practise
    press(qtbot, screen, "b")
    panel.scope.option_selected.emit("node")
    assert panel.progress.text() == "0 of 1 gradient"
    assert panel.question.text() == "∂L/∂b = ?"
    press(qtbot, screen, "c")
    assert panel.question.text() == "∂L/∂c = ?"
    panel.scope.option_selected.emit("layer")
    assert panel.progress.text() == "0 of 1 gradient"
    press(qtbot, screen, "a")
    assert panel.progress.text() == "0 of 2 gradients"
    panel.scope.option_selected.emit("path")
    assert panel.progress.text() == "0 of 3 gradients"
    panel.scope.option_selected.emit(ALL)
    assert panel.progress.text() == "0 of 4 gradients"


def test_that_a_class_shares_an_exercise_by_its_number(screen, qtbot):
    form = screen.practise.form
    form.operations.set_value("3")
    form.number.set_value(4711)
    qtbot.mouseClick(form.make, LEFT)
    assert screen.source.editor.toPlainText() == "a = -2\nb = 1\nc = 2\np = b + a\nq = p * a\nL = q * c"
    assert screen.practise.title.text() == "Exercise 4711: 3 operations, a node used twice"
    assert screen.practise.progress.text() == "0 of 5 gradients"
    qtbot.mouseClick(form.another, LEFT)
    assert form.number.value() != 4711
    assert str(form.number.value()) in screen.practise.title.text()
    screen.source.editor.setPlainText("y = x*x")
    assert screen.practise.title.text() == "Practise"


def test_that_a_new_exercise_is_taken_back_with_the_formulas_from_before(application, qtbot):
    screen = practise(application.window.graph)
    qtbot.mouseClick(screen.practise.form.make, LEFT)
    assert screen.source.editor.toPlainText() != TEXT
    application.workbench.undo_stack.undo()
    assert screen.source.editor.toPlainText() == TEXT
    assert screen.practise.progress.text() == "0 of 4 gradients"
    application.workbench.undo_stack.redo()
    assert screen.practise.title.text().startswith("Exercise 1:")


def test_that_hints_lead_to_the_answer(screen, qtbot):
    panel = screen.practise
    for _ in range(3):
        qtbot.mouseClick(panel.hint_button, LEFT)
    assert panel.hints.text().startswith("1. d is used once, in L")
    assert panel.hint_button.text() == "Show the answer"
    qtbot.mouseClick(panel.hint_button, LEFT)
    assert panel.verdict.words.text() == "Shown: ∂L/∂d = −28."
    assert panel.progress.text() == "0 of 4 gradients, 1 shown"
    assert panel.question.text() == "∂L/∂c = ?"
    for text in ("-28", "-196", "56"):
        answer(qtbot, screen, text)
    assert panel.question.text() == "All there, 1 of 4 shown"
    panel.hint_wanted.emit()
    assert panel.progress.text() == "3 of 4 gradients, 1 shown"


def test_that_a_panel_that_tells_gradients_ends_the_exercise(screen, qtbot):
    screen.check_wanted.emit()
    assert screen.steps.way.value() == "backward"
    assert not screen.practise.isVisible()
    assert screen.chain.isVisible()


def show_loss(qtbot, playground) -> None:
    """Show the graph of one point."""
    qtbot.mouseClick(playground.window.graph.source.buttons["loss"], LEFT)
    qtbot.waitUntil(
        lambda: getattr(playground.graph.drawing, "network", None) is not None, timeout=PATIENCE_MS
    )


def test_that_the_numbers_of_a_network_stand_still_meanwhile(application, qtbot):
    screen, graph = application.window.graph, application.graph
    train_until(qtbot, application, 1)
    show_loss(qtbot, application)
    screen.steps.way.option_selected.emit("practise")
    first = graph.walk
    with qtbot.waitSignals([application.workbench.frame_changed] * 3, timeout=PATIENCE_MS):
        pass
    assert graph.walk is first
    screen.steps.way.option_selected.emit("backward")
    qtbot.waitUntil(lambda: graph.walk is not first and not screen.practise.isVisible(), timeout=PATIENCE_MS)


def test_that_the_gradients_of_a_network_are_hidden_and_found(playground, qtbot):
    screen = playground.window.graph
    playground.workbench.change(seed=1)  # a network that is not trained yet
    show_loss(qtbot, playground)
    screen.steps.way.option_selected.emit("practise")
    walk, view = playground.graph.walk, screen.canvas._view
    names = {"x₁", "x₂", "h1,1", "h1,2", "y1"}
    asked = [block for block in walk.graph.nodes if block.name in names]
    assert screen.practise.progress.text() == "0 of 5 gradients"
    known = {block.name for block in walk.graph.nodes if view.has_gradient[block.index]}
    assert known == {"L"}  # a target's gradient is that of the output with the other sign
    assert not np.isfinite(view.flow).any()
    assert_hides(playground, {block.name: float(walk.gradients[block.outputs[0]]) for block in asked})
    screen.canvas.zoom_by(0.4 / screen.canvas.zoom)
    for block in asked:
        screen.canvas.pointed.emit(block.index)
        assert screen.lens.isVisible()
        assert_hides(playground, {other.name: float(walk.gradients[other.outputs[0]]) for other in asked})
    answer(qtbot, screen, number_text(float(walk.gradients[asked[-1].outputs[0]]), 3))
    assert screen.practise.verdict.words.text().startswith("Right: ∂L/∂y₁")
    assert_hides(playground, {block.name: float(walk.gradients[block.outputs[0]]) for block in asked[:-1]})


def test_that_an_example_is_practised_too(screen, qtbot):
    choose(qtbot, screen.source.example, "reuse")
    assert screen.practise.question.text() == "∂c/∂b = ?"
    answer(qtbot, screen, "1")
    assert "one share of 2" in screen.practise.verdict.words.text()
    answer(qtbot, screen, "2")
    answer(qtbot, screen, "4")
    assert screen.practise.question.text() == "All found"

"""Copying and saving: what is on screen, in every format, or why not."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from playground.controllers.graph.export_controller import FILES, NO_GRAPH, ExportController
from tests.engine.drawing.pictures import texts_of
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.exporters.graph.dot_reader import read_dot
from tests.playground.exporters.graph.formulas import run
from tests.playground.exporters.graph.test_mermaid import read as read_mermaid

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def playground(open_graph):
    yield open_graph(dataset="circle", hidden=(3,), n_samples=40)
    # Qt without a display would take back what was copied after Python has ended, and crash.
    QGuiApplication.clipboard().clear()


def exports_of(playground) -> ExportController:
    return playground.findChild(ExportController)


def type_formulas(playground, text: str) -> None:
    playground.window.graph.source.editor.set_text(text)
    playground.window.graph.source.formulas_edited.emit(text)


def open_card(qtbot, playground):
    screen = playground.window.graph
    qtbot.mouseClick(screen.export_button, LEFT)
    assert screen.exports.isVisible()
    return screen.exports


def notice_after(qtbot, playground, act) -> str:
    with qtbot.waitSignal(playground.workbench.noticed, timeout=PATIENCE_MS) as noticed:
        act()
    return noticed.args[0].text


def save(qtbot, playground, key: str, path: Path) -> str:
    card = open_card(qtbot, playground)
    qtbot.mouseClick(card.save_buttons[key], LEFT)
    dialog = exports_of(playground).dialog
    assert dialog is not None

    def choose() -> None:
        dialog.fileSelected.emit(str(path))
        dialog.close()

    return notice_after(qtbot, playground, choose)


def copy(qtbot, playground, key: str) -> str:
    card = open_card(qtbot, playground)
    return notice_after(qtbot, playground, lambda: qtbot.mouseClick(card.copy_buttons[key], LEFT))


def test_that_every_format_is_written_whole_and_can_be_read(playground, qtbot, tmp_path) -> None:
    type_formulas(playground, "lambda = 2\ny = tanh(lambda*x)\nL = y**2")
    qtbot.keyClick(playground.window.graph.steps.way, Qt.Key.Key_Right)
    folder = tmp_path / "exports"
    folder.mkdir()
    for key, name in FILES.items():
        assert save(qtbot, playground, key, folder / name) == f"Written to {name}."
    assert sorted(os.listdir(folder)) == sorted(FILES.values())
    walk = playground.graph.walk
    svg = ElementTree.parse(folder / FILES["svg"]).getroot()
    assert {"lambda", "x", "L", "tanh"} <= set(texts_of(svg))
    image = QImage(str(folder / FILES["png"]))
    sides = float(svg.get("width", "0")), float(svg.get("height", "0"))
    assert (image.width(), image.height()) == pytest.approx([2.0 * side for side in sides], abs=1.0)
    assert len(read_dot((folder / FILES["dot"]).read_text()).nodes) == 5 + 3
    assert len(read_mermaid((folder / FILES["mermaid"]).read_text())[0]) == 5 + 3
    space = run((folder / FILES["python"]).read_text())
    assert space["L"].value == pytest.approx(float(walk.values[-1]), rel=1e-12)
    assert space["lambda_"].grad == pytest.approx(float(walk.gradients[0]), rel=1e-9)
    ast.parse((folder / FILES["torch"]).read_text())
    assert r"L &= y^{2}" in (folder / FILES["latex"]).read_text()
    # What cannot be written is told, and nothing is lost.
    (tmp_path / "graph.svg").mkdir()
    told = save(qtbot, playground, "svg", tmp_path / "graph.svg")
    assert told == "Nothing was written: graph.svg cannot be written: it is a folder."
    assert not list((tmp_path / "graph.svg").iterdir())
    assert not list(tmp_path.glob(".*"))


def test_that_formats_are_copied_with_the_chain_rule_of_the_step(playground, qtbot) -> None:
    clipboard, screen = QGuiApplication.clipboard(), playground.window.graph
    assert copy(qtbot, playground, "python") == "Copied as Python."
    assert "y = (w1 * x1 + w2 * x2 + b).sigmoid()" in clipboard.text()
    assert copy(qtbot, playground, "svg") == "Copied as SVG."
    assert clipboard.text().startswith("<svg")
    assert bytes(clipboard.mimeData().data("image/svg+xml").data()).startswith(b"<svg")
    assert copy(qtbot, playground, "png") == "Copied as PNG."
    assert clipboard.image().width() > 100
    type_formulas(playground, "y = x*x\nL = y**2")
    screen.steps.way_selected.emit("backward")
    screen.steps.step_wanted.emit(1)
    copy(qtbot, playground, "latex")
    assert r"\frac{\partial L}{\partial y} &= \frac{\partial L}{\partial L} \cdot" in clipboard.text()
    screen.steps.step_wanted.emit(2)  # the first of two shares of x
    copy(qtbot, playground, "latex")
    assert r"\frac{\partial L}{\partial x} &\mathrel{+}=" in clipboard.text()
    # While a formula is wrong there is nothing to export; the card opens by its key as well.
    type_formulas(playground, "y = x +")
    qtbot.keyClick(screen.canvas, Qt.Key.Key_E, CONTROL_SHIFT)
    card = screen.exports
    assert card.isVisible()
    buttons = (*card.copy_buttons.values(), *card.save_buttons.values())
    assert not any(button.isEnabled() for button in buttons)
    assert card.save_buttons["svg"].toolTip() == NO_GRAPH
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_that_a_network_goes_out_as_it_is_on_screen(playground, qtbot) -> None:
    qtbot.mouseClick(playground.window.graph.source.buttons["loss"], LEFT)
    qtbot.waitUntil(lambda: playground.graph.drawing.network is not None, timeout=PATIENCE_MS)
    copy(qtbot, playground, "python")
    space = run(QGuiApplication.clipboard().text())
    assert space["L"].value == pytest.approx(float(playground.graph.walk.values[-1]), rel=1e-9)

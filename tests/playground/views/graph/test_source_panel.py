from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from playground.models.graph.formulas import EXAMPLES
from playground.views.graph.source_panel import SOURCES, SourcePanel
from tests.playground.actions import LEFT


@pytest.fixture
def panel(qtbot):
    panel = SourcePanel([(example.key, example.title) for example in EXAMPLES])
    qtbot.addWidget(panel)
    panel.resize(280, 800)
    panel.set_source("formulas")
    panel.show()
    return panel


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("formulas", {"editor", "leaves"}), ("neuron", {"neuron", "sample", "level"}),
        ("loss", {"sample", "level"}), ("batch", {"sample", "level", "batch_size", "shown"}),
    ],
)  # fmt: skip
def test_that_each_source_shows_its_own_controls(panel, source, seen):
    panel.set_source(source)
    names = ("editor", "leaves", "neuron", "sample", "level", "batch_size", "shown")
    assert {name for name in names if getattr(panel, name).isVisible()} == seen
    assert panel.buttons[source].isChecked()


def test_that_a_click_chooses_a_source_and_only_one(panel, qtbot):
    told: list[object] = []
    panel.source_selected.connect(told.append)
    for key, *_ in reversed(SOURCES):
        qtbot.mouseClick(panel.buttons[key], LEFT)
        assert [name for name, button in panel.buttons.items() if button.isChecked()] == [key]
    assert told == [key for key, *_ in reversed(SOURCES)]


def test_that_points_and_neurons_are_gone_through_by_arrows(panel, qtbot):
    panel.set_source("neuron")
    points: list[int] = []
    neurons: list[int] = []
    panel.sample_stepped.connect(points.append)
    panel.neuron_stepped.connect(neurons.append)
    qtbot.mouseClick(panel.sample.after, LEFT)
    qtbot.mouseClick(panel.sample.before, LEFT)
    qtbot.keyClick(panel.neuron.after, Qt.Key.Key_Space)
    assert (points, neurons) == ([1, -1], [1])


def test_that_switches_tell_their_names(panel, qtbot):
    told: list[object] = []
    panel.mistake_toggled.connect(lambda key, on: told.append((key, on)))
    for key, switch in panel.mistakes.items():
        qtbot.mouseClick(switch, LEFT)
        assert told[-1] == (key, True)
    with qtbot.waitSignal(panel.fold_toggled) as folded:
        qtbot.mouseClick(panel.fold, LEFT)
    with qtbot.waitSignal(panel.derivatives_toggled) as derivatives:
        qtbot.mouseClick(panel.derivatives, LEFT)
    assert folded.args == derivatives.args == [False]


def test_that_the_size_of_a_batch_and_the_level_are_chosen_by_keys(panel, qtbot):
    panel.set_source("batch")
    with qtbot.waitSignal(panel.batch_size_edited) as size:
        qtbot.keyClick(panel.batch_size.slider, Qt.Key.Key_End)
    with qtbot.waitSignal(panel.level_selected) as level:
        qtbot.keyClick(panel.level, Qt.Key.Key_End)
    assert (size.args, level.args) == ([10], ["scalars"])


def test_that_a_problem_is_told_in_another_ink(panel):
    panel.set_state("✓ 3 values", is_problem=False)
    plain = panel.state.palette().color(panel.state.foregroundRole())
    panel.set_state("Type a formula.", is_problem=True)
    assert panel.state.text() == "Type a formula."
    assert panel.state.palette().color(panel.state.foregroundRole()) != plain


def test_that_every_control_says_what_it_is_and_is_reached_by_keys(panel):
    for button in panel.findChildren(QAbstractButton):
        assert button.accessibleName()
        assert button.toolTip()
        # Of a group the Tab key reaches the one that is chosen, arrow keys the others.
        if button.group() is None or button.isChecked():
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("width", [248, 280])
@pytest.mark.parametrize("source", [key for key, *_ in SOURCES])
def test_that_nothing_is_cut_off_at_either_width(panel, source, width):
    panel.set_source(source)
    panel.resize(width, 900)
    content = panel._area.widget()
    assert content.minimumSizeHint().width() <= width

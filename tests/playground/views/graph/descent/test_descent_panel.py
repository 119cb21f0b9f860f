from __future__ import annotations

import pytest

from playground.models.graph.descent.descent import next_update
from playground.views.graph.descent.descent_panel import DescentPanel
from tests.playground.actions import LEFT, type_into
from tests.playground.models.graph.networks import walk_of_formulas


@pytest.fixture
def panel(qtbot):
    panel = DescentPanel()
    qtbot.addWidget(panel)
    panel.resize(640, 248)
    panel.show()
    return panel


def table_of(**leaves: float):
    return next_update(walk_of_formulas("L = (a*b - 1)**2", **leaves), [0, 1], 0.1, 1)


def test_that_without_a_parameter_there_is_nothing_to_press_and_the_reason_is_there(panel):
    panel.set_table(None, "Tick at least one leaf")
    assert not panel.apply_button.isEnabled()
    assert not panel.many_button.isEnabled()
    assert "Tick at least one leaf" in panel.apply_button.toolTip()
    assert panel.settings_line.text == ""
    assert not panel.view.isVisible()


def test_that_buttons_and_rate_tell_what_is_wanted(panel, qtbot):
    panel.set_table(table_of(a=2.0, b=3.0), "Update 1, rate 0.1")
    assert panel.settings_line.text == "Update 1, rate 0.1"
    told: list[object] = []
    panel.apply_wanted.connect(lambda: told.append("one"))
    panel.many_wanted.connect(lambda: told.append("many"))
    panel.rate_edited.connect(told.append)
    qtbot.mouseClick(panel.apply_button, LEFT)
    qtbot.mouseClick(panel.many_button, LEFT)
    type_into(qtbot, panel.rate, "0.5")
    type_into(qtbot, panel.rate, "-1")
    assert told == ["one", "many", 0.5]
    assert panel.rate.problem


def test_that_an_update_out_of_range_cannot_be_made(panel):
    steep = walk_of_formulas("L = a*b*c", a=1e155, b=1e152, c=1e-10)
    c = next(leaf.index for leaf in steep.graph.scalars.leaves if leaf.name == "c")
    panel.set_table(next_update(steep, [c], 1e6, 1), "Update 1, rate 1,000,000")
    assert not panel.apply_button.isEnabled()
    assert "leaves the range of numbers" in panel.settings_line.text


def test_that_buttons_rest_while_updates_are_made(panel):
    panel.set_table(table_of(a=2.0, b=3.0), "")
    panel.set_busy()
    assert not panel.apply_button.isEnabled()
    panel.set_table(table_of(a=2.0, b=3.0), "")
    assert panel.apply_button.isEnabled()


def test_that_the_curve_is_read_out_in_words(panel):
    panel.set_result("", (), "L")
    assert panel.curve.accessibleName() == "No update yet"
    panel.set_result("3 updates", (0.5, 0.25, 0.125), "L")
    assert panel.curve.accessibleName() == "L from 0.5 to 0.125 in 2 updates"
    assert panel.words.text() == "3 updates"


def test_that_a_row_is_gone_to(panel):
    panel.set_table(table_of(a=2.0, b=3.0), "")
    told: list[int] = []
    panel.parameter_selected.connect(told.append)
    panel.set_parameter(1)
    assert panel.view.item == 1
    assert told == []
    panel.set_parameter(7)
    assert panel.view.item == 1

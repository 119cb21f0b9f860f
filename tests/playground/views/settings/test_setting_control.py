from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import Own, Setting, settings_of
from playground.views.settings.setting_control import control_for


def made(qtbot, name: str) -> Any:
    control = control_for(name, settings_of(Experiment)[name])
    qtbot.addWidget(control.field)
    return control


def test_that_a_kind_without_a_control_is_refused_by_name():
    with pytest.raises(TypeError, match="frozen"):
        control_for("frozen", Setting("Freezing", Own()))


def test_that_a_list_keeps_what_it_shows_where_a_value_is_not_on_offer(qtbot):
    control = made(qtbot, "loss")
    control.set_options(("hinge", "cross_entropy"), "hinge")
    control.set_value("squared_error")
    assert control.field.value() == "hinge"
    assert [control.field.itemText(row) for row in range(2)] == ["Hinge", "Cross-entropy"]
    control.set_value("cross_entropy")
    assert control.field.value() == "cross_entropy"


@pytest.mark.parametrize(("count", "value", "shown"), [
    (105, 10, "10"), (105, 104, "100"), (105, 105, "Full (105)"), (105, FULL_BATCH, "Full (105)"),
    (2000, 1024, "1,024"), (2000, 5000, "Full (2,000)"),
])  # fmt: skip
def test_that_a_batch_of_all_samples_is_full(qtbot, count, value, shown):
    control = made(qtbot, "batch_size")
    control.set_value(value)
    control.set_full(count)
    assert control.field.slider.accessibleDescription() == shown
    control.set_value(value)
    assert control.field.slider.accessibleDescription() == shown


def test_that_the_last_stop_is_told_as_a_full_batch(qtbot):
    control = made(qtbot, "batch_size")
    control.set_full(105)
    told = []
    control.value_edited.connect(lambda name, value: told.append((name, value)))
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left):
        qtbot.keyClick(control.field.slider, key)
    assert told == [("batch_size", FULL_BATCH), ("batch_size", 100)]


@pytest.mark.parametrize("percent", range(0, 101, 5))
def test_that_a_share_on_a_slider_is_told_as_it_was_declared(qtbot, percent):
    control = made(qtbot, "noise")
    control.set_value(percent / 100)
    assert control.field.value() == percent / 100
    assert control.field.slider.accessibleDescription() == f"{percent} %"

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from playground.models.experiment.experiment import Experiment
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.network.training_options import TrainingOptions
from tests.playground.actions import LEFT, choose, type_into
from tests.playground.views.painted import painted_lines, settle

VALUES = Experiment(
    schedule="cosine", schedule_epochs=250, clip_norm=0.5, initial_range=0.05, initializer="custom",
    dropout=0.2, stop_epoch=300, stop_loss=0.001, stop_accuracy=0.97, stop_patience=40,
    rests=True,
)  # fmt: skip
NOTHING = Experiment(rests=False)
GOALS = ("clip_norm", "stop_epoch", "stop_loss", "stop_accuracy", "stop_patience")


@pytest.fixture
def options(owner: QPushButton) -> TrainingOptions:
    options = TrainingOptions(owner)
    options.set_experiment(VALUES)
    options.open_below()
    settle()
    return options


def field_of(options: TrainingOptions, name: str) -> Any:
    group = options.training if name in options.training else options.pause
    return group[name]


@pytest.fixture
def told(options: TrainingOptions) -> list[tuple[str, object]]:
    """All that was told, in order."""
    told: list[tuple[str, object]] = []
    options.value_edited.connect(lambda name, value: told.append((name, value)))
    options.overfit_wanted.connect(lambda: told.append(("overfit", None)))
    return told


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("schedule_epochs", "30", 30), ("clip_norm", "2.5", 2.5), ("initial_range", "0.1", 0.1),
        ("stop_epoch", "1000", 1000), ("stop_epoch", "1e3", 1000), ("stop_loss", "1e-05", 1e-5),
        ("stop_accuracy", "99.5", 0.995), ("stop_accuracy", "100", 1.0), ("stop_patience", "7", 7),
    ],
)  # fmt: skip
def test_that_a_typed_value_is_told_under_its_name(options, told, qtbot, name, text, value):
    type_into(qtbot, field_of(options, name), text)
    assert told == [(name, pytest.approx(value))]
    assert type(told[0][1]) is type(value)


@pytest.mark.parametrize("name", GOALS)
@pytest.mark.parametrize("word", ["off", "Off", "never", "0"])
def test_that_a_goal_is_switched_off_in_words_or_by_zero(options, told, qtbot, name, word):
    type_into(qtbot, field_of(options, name), word)
    assert told == [(name, 0)]
    assert field_of(options, name).entry.text() == "Off"


@pytest.mark.parametrize("name", GOALS)
def test_that_an_emptied_goal_is_off(options, told, qtbot, name):
    entry = field_of(options, name).entry
    qtbot.mouseClick(entry, LEFT)
    qtbot.keyClick(entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(entry, Qt.Key.Key_Delete)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert told == [(name, 0)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clip_norm", "-1"), ("clip_norm", "inf"), ("initial_range", "101"), ("initial_range", "off"),
        ("stop_epoch", "2.5"), ("stop_epoch", "1_000"), ("stop_epoch", "nan"), ("stop_loss", "many"),
        ("stop_accuracy", "101"), ("stop_patience", "-3"), ("schedule_epochs", "0"),
    ],
)  # fmt: skip
def test_that_nonsense_is_refused_with_a_reason(options, told, qtbot, name, text):
    field = field_of(options, name)
    before = field.value()
    type_into(qtbot, field, text)
    assert told == []
    assert field.problem
    assert field.value() == before


def test_that_an_accuracy_is_shown_as_the_percentage_it_was_typed_as(options):
    shown = []
    for percent in range(101):
        options.set_experiment(VALUES.with_(stop_accuracy=percent / 100.0))
        shown.append(options.pause["stop_accuracy"].entry.text())
    assert shown == ["Off", *(str(percent) for percent in range(1, 101))]


def test_that_a_schedule_is_told_by_its_key(options, told, qtbot):
    choose(qtbot, options.training["schedule"], "step")
    assert told == [("schedule", "step")]


def test_that_dropout_is_shown_in_percent_and_told_as_a_share(options, told, qtbot):
    qtbot.keyClick(options.training["dropout"].slider, Qt.Key.Key_Right)
    qtbot.keyClick(options.training["dropout"].slider, Qt.Key.Key_Home)
    assert told == [("dropout", pytest.approx(0.25)), ("dropout", 0.0)]
    assert ["Dropout", "0 %"] in painted_lines(options)


def test_that_never_all_neurons_are_dropped(options, told, qtbot):
    slider = options.training["dropout"].slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 1, slider.height() // 2))
    assert told == [("dropout", pytest.approx(0.9))]


def test_that_batches_are_added_up_in_powers_of_two(options, told, qtbot):
    for _ in range(2):
        qtbot.keyClick(options.training["batches_per_update"].slider, Qt.Key.Key_Right)
    assert told == [("batches_per_update", 2), ("batches_per_update", 4)]


@pytest.mark.parametrize("name", ["schedule_epochs", "initial_range"])
def test_that_what_has_no_effect_cannot_be_changed(options, told, qtbot, name):
    options.set_experiment(NOTHING)
    field = field_of(options, name)
    assert not field.isEnabled()
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClick(field, Qt.Key.Key_Space)
    assert told == []
    options.set_experiment(VALUES)
    assert field.isEnabled()


def test_that_showing_settings_tells_nothing(options, told):
    options.set_experiment(NOTHING)
    options.set_experiment(VALUES)
    options.set_experiment(VALUES.with_(rests=False))
    assert told == []
    assert not options.pause["rests"].isChecked()
    assert options.training["schedule"].value() == "cosine"


def test_that_all_settings_are_on_screen(options):
    lines = painted_lines(options)
    for line in (
        ["Learning rate schedule, epochs"], ["Cosine", "250"], ["0.5", "0.05"], ["Dropout", "20 %"],
        ["300", "0.001"], ["97", "40"], ["Overfit one batch…", "Your own activation…"],
    ):  # fmt: skip
        assert line in lines


def test_that_goals_that_are_not_set_are_off(options):
    options.set_experiment(NOTHING)
    assert [line for line in painted_lines(options) if "Off" in line] == [
        ["Off", "1"], ["Off", "Off"], ["Off", "Off"],
    ]  # fmt: skip


def test_that_the_sanity_test_closes_the_card_before_it_opens(options, told, qtbot):
    seen: list[bool] = []
    options.overfit_wanted.connect(lambda: seen.append(options.isVisible()))
    qtbot.mouseClick(options.overfit_button, LEFT)
    assert told == [("overfit", None)]
    assert seen == [False]


def test_that_tab_goes_through_all_settings_from_top_to_bottom(options, qtbot):
    options.training["schedule"].setFocus()
    reached: list[QWidget] = []
    for _ in range(12):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    training, pause = options.training, options.pause
    assert reached == [
        training["schedule"], training["schedule_epochs"].entry, training["clip_norm"].entry,
        training["initial_range"].entry, training["dropout"].slider,
        training["batches_per_update"].slider,
        *(pause[name].entry for name in ("stop_epoch", "stop_loss", "stop_accuracy", "stop_patience")),
        pause["rests"], options.overfit_button,
    ]  # fmt: skip


def test_that_everything_lies_inside_the_card(options):
    margin = SHADOW_MARGIN
    card = options.rect().adjusted(margin, margin, -margin, -margin)
    for part in options.findChildren(QWidget):
        if part.isVisible():
            assert card.contains(QRect(part.mapTo(options, QPoint()), part.size())), part

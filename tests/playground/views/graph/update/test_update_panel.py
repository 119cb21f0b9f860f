from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from engine.optimizers import Optimizer, Symbols
from engine.symbols import Symbol, sqrt
from playground.models.experiment.choices import OPTIMIZERS
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import Choice, settings_of
from playground.models.graph.update.update_table import UpdateTable
from playground.models.graph.update.update_words import say_change, say_settings
from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree, font
from playground.views.graph.update.update_panel import APPLY_TIP, NO_TABLE, UpdatePanel
from tests.playground.actions import show_active
from tests.playground.models.graph.update.test_update_table import table as plain_table
from tests.playground.views.graph.update.updates import Training, an_update
from tests.playground.views.painted import painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
WIDE, NARROW = (840, 300), (560, 260)


def shown(
    qtbot: QtBot, table: UpdateTable | None, size: tuple[int, int] = WIDE, theme: Theme = LIGHT
) -> UpdatePanel:
    panel = UpdatePanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    apply_to_tree(panel, theme)
    panel.set_table(table)
    show_active(qtbot, panel)
    settle()
    return panel


def written(panel: UpdatePanel) -> str:
    return " ".join(text.text for text in painted_texts(panel.card))


def test_that_the_parameter_that_changes_most_is_explained_first(qtbot: QtBot) -> None:
    table = an_update(optimizer="momentum")
    panel = shown(qtbot, table)
    most = int(np.abs(table.changes).argmax())
    assert panel.parameter == most
    assert say_change(table, most) in written(panel)
    assert panel.settings_line.text == say_settings(table)


def test_that_a_click_on_a_row_explains_its_parameter(qtbot: QtBot) -> None:
    table = an_update(optimizer="sgd")
    panel = shown(qtbot, table)
    view = panel.view
    view.scrollToTop()
    with qtbot.waitSignal(panel.parameter_selected) as told:
        qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(view.update_model.index(1, 0)).center())
    assert told.args == [1]
    assert say_change(table, 1) in written(panel)
    assert panel.card.accessibleName() == say_change(table, 1)
    with qtbot.waitSignal(panel.parameter_selected):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert say_change(table, 2) in written(panel)


def test_that_setting_a_parameter_shows_it_and_tells_nobody(qtbot: QtBot) -> None:
    table = an_update()
    panel = shown(qtbot, table)
    with qtbot.assertNotEmitted(panel.parameter_selected):
        panel.set_parameter(3)
        panel.set_parameter(10_000)
        panel.set_parameter(-1)
    assert panel.parameter == 3
    assert say_change(table, 3) in written(panel)


def test_that_the_button_wants_the_update_by_mouse_and_keys(qtbot: QtBot) -> None:
    panel = shown(qtbot, an_update())
    with qtbot.waitSignal(panel.apply_wanted):
        qtbot.mouseClick(panel.apply_button, LEFT)
    panel.apply_button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(panel.apply_wanted):
            qtbot.keyClick(panel.apply_button, key)
    assert panel.apply_button.toolTip() == APPLY_TIP


def test_that_an_obstacle_takes_the_button_away_and_says_why(qtbot: QtBot) -> None:
    panel = shown(qtbot, an_update())
    panel.set_obstacle("Pause training first")
    with qtbot.assertNotEmitted(panel.apply_wanted):
        qtbot.mouseClick(panel.apply_button, LEFT)
    assert panel.apply_button.toolTip() == "Pause training first"
    panel.set_obstacle("")
    assert panel.apply_button.isEnabled()


def test_that_an_update_out_of_range_cannot_be_applied_and_says_so(qtbot: QtBot) -> None:
    panel = shown(qtbot, plain_table([1.0, 2.0], [0.0, np.inf]))
    assert "p1 leaves the range of numbers" in panel.settings_line.text
    assert not panel.apply_button.isEnabled()
    [line] = painted_texts(panel.settings_line)
    assert line.ink == LIGHT.danger.lower()
    panel.set_table(plain_table([1.0, 2.0], [0.0, 1.0]))
    assert panel.apply_button.isEnabled()
    [line] = painted_texts(panel.settings_line)
    assert line.ink == LIGHT.ink3.lower()


def test_that_without_a_table_there_is_a_sentence_only(qtbot: QtBot) -> None:
    panel = shown(qtbot, an_update())
    panel.set_table(None)
    settle()
    assert NO_TABLE in [text.text for text in painted_texts(panel)]
    assert not panel.card.isVisible()
    assert not panel.view.isVisible()
    assert not panel.apply_button.isEnabled()
    panel.set_table(an_update())
    assert panel.card.isVisible()
    assert panel.view.isVisible()
    assert NO_TABLE not in [text.text for text in painted_texts(panel)]


def test_that_the_chosen_parameter_stays_while_training_goes_on(qtbot: QtBot) -> None:
    training = Training(optimizer="adam")
    panel = shown(qtbot, training.table())
    panel.set_parameter(2)
    with qtbot.assertNotEmitted(panel.parameter_selected):
        for _ in range(3):
            training.session.train_steps(2)
            table = training.table()
            panel.set_table(table)
            assert panel.parameter == 2
            assert say_change(table, 2) in written(panel)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_formulas_are_written_in_full_and_the_panel_keeps_its_size(
    qtbot: QtBot, optimizer: str, size: tuple[int, int], theme: Theme
) -> None:
    panel = shown(qtbot, an_update(optimizer=optimizer, regularization="l2"), size, theme)
    assert (panel.width(), panel.height()) == size
    texts = painted_texts(panel.card)
    assert not any("…" in text.text for text in texts)
    inside = panel.card.rect()
    assert all(inside.contains(round(text.x), round(text.y)) for text in texts)
    assert panel.view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("size", "optimizer", "names"),
    [
        (WIDE, "adam", ["m", "v", "m̂", "v̂", "(1 − β₁⁴)", "(√v̂ + ε)"]),
        (WIDE, "rmsprop", ["s", "g²", "(√s + ε)"]),
        (NARROW, "adam", ["m̂", "(√v̂ + ε)"]),
    ],
)
def test_that_the_card_names_what_its_numbers_are(
    qtbot: QtBot, size: tuple[int, int], optimizer: str, names: list[str]
) -> None:
    panel = shown(qtbot, an_update(3, optimizer=optimizer), size)
    # Signs that a font has not are painted on their own.
    text = "".join(text.text for text in painted_texts(panel.card))
    assert [name for name in names if name not in text] == []


def test_that_in_a_narrow_panel_the_bias_correction_stands_in_a_line(qtbot: QtBot) -> None:
    panel = shown(qtbot, an_update(3, optimizer="adam"), NARROW)
    last = painted_texts(panel.card)[-1].text
    assert last.startswith("m̂ = ")
    assert "v̂ = " in last
    panel.resize(*WIDE)
    settle()
    assert "(1 − β₂⁴)" in written(panel)


def test_that_settings_of_all_parameters_are_grey_and_quantities_have_their_sign(qtbot: QtBot) -> None:
    panel = shown(qtbot, plain_table([-0.5, 0.1], [-0.12, 0.0]), theme=DARK)
    inks = {text.text: text.ink for text in painted_texts(panel.card)}
    assert inks["0.1"] == DARK.ink3.lower()  # the rate
    assert inks["−0.12"] == DARK.negative_text.lower()
    assert inks["−0.5"] == DARK.negative_text.lower()


def test_that_a_frozen_parameter_is_explained_in_words(qtbot: QtBot) -> None:
    table = plain_table([0.5, 0.1], [0.2, 0.1], frozen=(0,))
    panel = shown(qtbot, table)
    panel.set_parameter(0)
    assert written(panel) == "p0 is frozen: it keeps 0.5."


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    floor: float = 0.125
    state_names = ("G",)
    setting_names: ClassVar = {"floor": "κ"}

    @staticmethod
    def rule(w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols) -> Any:
        total = state[0] + g * g
        return w - rate * g / (sqrt(total) + settings[0]), (total,)


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_an_optimizer_added_to_the_table_trains_and_shows_its_formulas(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setitem(OPTIMIZERS, "adagrad", ("AdaGrad", AdaGrad))
    choice = settings_of(Experiment)["optimizer"].kind
    assert isinstance(choice, Choice)
    assert isinstance(choice.options, dict)  # made of the table when the module is loaded
    monkeypatch.setitem(choice.options, "adagrad", "AdaGrad")
    table = an_update(optimizer="adagrad", backend=backend)
    panel = shown(qtbot, table)
    assert panel.settings_line.text == "Update 4 by AdaGrad, rate 0.01"
    text = "".join(text.text for text in painted_texts(panel.card))
    assert [name for name in ("G", "g²", "(√G + κ)") if name not in text] == []
    assert "New G" in [
        panel.view.update_model.headerData(column, Qt.Orientation.Horizontal)
        for column in range(panel.view.update_model.columnCount())
    ]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_that_no_column_is_cut_in_a_window_of_1440_pixels(qtbot: QtBot, optimizer: str) -> None:
    """Between the two columns of the Graph mode 828 pixels are left."""
    panel = shown(qtbot, an_update(optimizer=optimizer), (1440 - 280 - 332, 300))
    assert panel.view.horizontalScrollBar().maximum() == 0
    face = QFontMetrics(font("inspector_code"))
    model = panel.view.update_model
    for row in range(model.rowCount()):
        for column in range(1, model.columnCount()):
            index = model.index(row, column)
            assert face.horizontalAdvance(str(index.data())) < panel.view.visualRect(index).width()

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from playground.models.experiment.choices import ACTIVATIONS
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.network.layer_options import LayerOptions
from tests.playground.actions import LEFT, choose
from tests.playground.views.painted import painted_lines, settle

TITLES = {**ACTIVATIONS, "swish": "swish"}


@pytest.fixture
def options(owner: QPushButton) -> LayerOptions:
    owner.resize(400, 300)
    options = LayerOptions(owner)
    options.set_layer(
        2, "Hidden 2", "", "tanh", TITLES, is_frozen=False, norms=(False, False), has_output_bias=True
    )
    options.open_at(QPoint(60, 40))
    settle()
    return options


@pytest.fixture
def told(options: LayerOptions) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    options.activation_selected.connect(lambda column, key: told.append(("activation", column, key)))
    options.frozen_toggled.connect(lambda column, on: told.append(("frozen", column, on)))
    return told


def test_that_a_chosen_activation_is_told_with_its_layer(options, told, qtbot):
    choose(qtbot, options.activation, "relu")
    assert told == [("activation", 2, "relu")]


def test_that_a_layer_goes_back_to_the_common_activation(options, told, qtbot):
    options.set_layer(
        1, "Hidden 1", "relu", "tanh", TITLES, is_frozen=False, norms=(False, False), has_output_bias=True
    )
    assert painted_lines(options)[2] == [ACTIVATIONS["relu"]]
    choose(qtbot, options.activation, "")
    assert told == [("activation", 1, "")]


@pytest.mark.parametrize("common", ["tanh", "sigmoid"])
def test_that_the_common_activation_is_named(options, common):
    options.set_layer(
        1, "Hidden 1", "", common, TITLES, is_frozen=False, norms=(False, False), has_output_bias=True
    )
    assert painted_lines(options)[2] == [f"Default ({ACTIVATIONS[common]})"]


def test_that_every_activation_is_offered(options):
    keys = [options.activation.itemData(row) for row in range(options.activation.count())]
    assert keys == ["", *ACTIVATIONS, "swish"]


def test_that_freezing_is_told_with_its_layer_by_click_and_by_key(options, told, qtbot):
    qtbot.mouseClick(options.frozen, LEFT)
    qtbot.keyClick(options.frozen, Qt.Key.Key_Space)
    assert told == [("frozen", 2, True), ("frozen", 2, False)]


def test_that_another_layer_is_shown_without_telling_anything(options, told):
    options.set_layer(
        1, "Hidden 1", "sin", "relu", TITLES, is_frozen=True, norms=(False, False), has_output_bias=True
    )
    assert options.frozen.isChecked()
    assert options.activation.value() == "sin"
    assert painted_lines(options)[0] == ["Hidden 1"]
    options.set_layer(
        2, "Hidden 2", "", "relu", TITLES, is_frozen=False, norms=(False, False), has_output_bias=True
    )
    assert not options.frozen.isChecked()
    assert told == []


def test_that_the_output_layer_keeps_its_activation(options, told, qtbot):
    options.set_layer(
        3,
        "The output layer",
        None,
        "tanh",
        TITLES,
        is_frozen=False,
        norms=(False, False),
        has_output_bias=True,
    )
    assert not options.activation.isVisible()
    qtbot.mouseClick(options.frozen, LEFT)
    assert told == [("frozen", 3, True)]
    options.set_layer(
        1, "Hidden 1", "", "tanh", TITLES, is_frozen=False, norms=(False, False), has_output_bias=True
    )
    assert options.activation.isVisible()


def test_that_the_card_is_as_high_as_what_the_layer_has(options):
    tall = options.height()
    options.hide()
    options.set_layer(
        3,
        "The output layer",
        None,
        "tanh",
        TITLES,
        is_frozen=False,
        norms=(False, False),
        has_output_bias=True,
    )
    options.open_at(QPoint(60, 40))
    settle()
    assert options.height() < tall - 30


def test_that_the_card_opens_at_the_point_it_is_given(options):
    corner = options.mapToGlobal(QPoint(SHADOW_MARGIN, SHADOW_MARGIN))
    assert options.parentWidget().mapFromGlobal(corner) == QPoint(60, 40)


def test_that_choosing_leaves_the_card_open_and_escape_closes_it(options, qtbot):
    choose(qtbot, options.activation, "relu")
    qtbot.mouseClick(options.frozen, LEFT)
    assert options.isVisible()
    qtbot.keyClick(options.frozen, Qt.Key.Key_Escape)
    assert not options.isVisible()


def test_that_keys_go_to_the_first_control_of_the_card(options):
    assert QApplication.focusWidget() is options.activation


def test_that_batch_norm_is_told_for_the_layer_and_for_all(options, qtbot):
    told: list[tuple[object, ...]] = []
    options.norm_toggled.connect(lambda column, on: told.append((column, on)))
    options.all_norms_toggled.connect(lambda on: told.append((on,)))
    qtbot.mouseClick(options.norm, LEFT)
    qtbot.keyClick(options.all_norms, Qt.Key.Key_Space)
    assert told == [(2, True), (True,)]


@pytest.mark.parametrize(
    ("norms", "shown"),
    [((False, False), (False, False)), ((False, True), (True, False)), ((True, True), (True, True))],
)
def test_that_boxes_of_batch_norm_show_the_layer_and_whether_all_are_alike(options, norms, shown):
    options.set_norms(norms)
    assert (options.norm.isChecked(), options.all_norms.isChecked()) == shown


def test_that_the_output_layer_offers_its_biases_and_no_batch_norm(options, qtbot):
    told: list[bool] = []
    options.output_bias_toggled.connect(told.append)
    options.set_layer(
        3, "The output layer", None, "tanh", TITLES, is_frozen=False, norms=(True, True), has_output_bias=True
    )
    settle()
    assert [box.isVisible() for box in (options.norm, options.all_norms)] == [False, False]
    assert (options.output_bias.isVisible(), options.output_bias.isChecked()) == (True, True)
    qtbot.mouseClick(options.output_bias, LEFT)
    assert told == [False]

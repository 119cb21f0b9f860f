from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.models.experiment.experiment import Experiment
from playground.models.picture.plane import Plane
from playground.models.picture.space_view import SpaceView
from playground.models.run.training import Training
from playground.rendering.space_renderer import SpaceRenderer
from playground.style.theme import DARK, LIGHT
from playground.views.output.space_page import SpacePage
from tests.playground.actions import choose
from tests.playground.views.painted import settle


@pytest.fixture
def page(qtbot: QtBot) -> SpacePage:
    page = SpacePage()
    qtbot.addWidget(page)
    qtbot.addWidget(page.head)
    page.resize(388, 210)
    page.head.resize(180, 34)
    page.set_network((2, 6, 6, 1), ("x₁", "x₂"), ())
    page.show()
    page.head.show()
    return page


def test_that_the_last_hidden_layer_comes_first(page):
    assert page.view == SpaceView(2, 0, 1)
    assert page.layer.currentText() == "Hidden 2"


def test_that_a_chosen_layer_and_neuron_are_asked_for(page, qtbot):
    with qtbot.waitSignal(page.view_changed) as asked:
        choose(qtbot, page.layer, "0")
    assert asked.args[0] == SpaceView(0, 0, 1)
    assert page.horizontal.currentText() == "x₁"
    choose(qtbot, page.layer, "1")
    with qtbot.waitSignal(page.view_changed) as asked:
        choose(qtbot, page.vertical, "4")
    assert asked.args[0] == SpaceView(1, 0, 4)


def test_that_neurons_are_named_and_no_field_lies_over_the_picture(page, qtbot):
    assert (page.horizontal.currentText(), page.vertical.currentText()) == ("Neuron 1", "Neuron 2")
    settle()
    plot = page.plot.geometry()
    assert plot.width() > 200
    for field in (page.horizontal, page.vertical):
        assert not plot.intersects(field.geometry())
        assert page.rect().contains(field.geometry())


def test_that_outputs_have_the_names_of_their_classes(page, qtbot):
    page.set_network((2, 6, 3), ("x₁", "x₂"), ("setosa", "versicolor", "virginica"))
    choose(qtbot, page.layer, "2")
    assert (page.horizontal.currentText(), page.vertical.currentText()) == ("setosa", "versicolor")


def test_that_a_choice_comes_back_with_its_layer(page, qtbot):
    choose(qtbot, page.vertical, "4")
    page.set_network((2, 6, 1), ("x₁", "x₂"), ())
    assert page.view == SpaceView(2, 0, 0)
    page.set_network((2, 6, 6, 1), ("x₁", "x₂"), ())
    assert page.view == SpaceView(2, 0, 4)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_samples_are_drawn_in_the_colours_of_their_classes(page, theme):
    run = Training.of(Experiment(dataset="circle", hidden=(6, 6)))
    picture = SpaceRenderer(run.network).render(
        run.trainer.parameters, SpaceView(0, 0, 1), Plane.of_axes(run.network.split, (0, 1))
    )
    page.plot.set_theme(theme)
    empty = page.plot.grab().toImage()
    page.set_picture(picture, run.network.split.dataset.y, 2)
    image = page.plot.grab().toImage()
    assert image != empty
    colors = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    assert {QColor(theme.classes[0]).rgb(), QColor(theme.classes[1]).rgb()} <= colors


def test_that_outputs_without_range_are_drawn_without_a_warning(page):
    run = Training.of(Experiment(dataset="circle", hidden=(6, 6)))
    plane = Plane.of_axes(run.network.split, (0, 1))
    with np.errstate(all="ignore"):
        picture = SpaceRenderer(run.network).render(
            np.full_like(run.trainer.parameters, np.nan), SpaceView(2, 0, 1), plane
        )
    page.set_picture(picture, run.network.split.dataset.y, 2)
    assert not page.plot.grab().isNull()

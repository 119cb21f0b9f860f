"""Pointing at layers, neurons and samples with pointer and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.pointing.network_pad import NetworkPad
from playground.views.lessons.pointing.samples_pad import Samples, SamplesPad
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
PLACES = np.array([[0.1, 0.1], [0.9, 0.1], [0.5, 0.5], [0.1, 0.9], [0.9, 0.9]])


def shown(qtbot, pad):
    qtbot.addWidget(pad)
    apply_to_tree(pad, LIGHT)
    pad.resize(600, pad.sizeHint().height())
    pad.show()
    return pad


@pytest.fixture
def network(qtbot) -> NetworkPad:
    pad = NetworkPad()
    pad.set_network("layer", (3, 2))
    return shown(qtbot, pad)


@pytest.fixture
def samples(qtbot) -> SamplesPad:
    pad = SamplesPad()
    pad.set_samples(Samples(np.zeros((4, 4, 4), np.uint8), PLACES, np.array([0, 1, 0, 1, 0])))
    return shown(qtbot, pad)


def middle_of(pad, key: str) -> QPoint:
    return pad.shapes()[pad.keys.index(key)].center().toPoint()


@pytest.mark.parametrize("kind", ["layer", "neuron"])
def test_that_a_click_takes_what_is_under_it(network, qtbot, kind):
    network.set_network(kind, (3, 2))
    for key in network.keys:
        with qtbot.waitSignal(network.picked) as told:
            qtbot.mouseClick(network, LEFT, pos=middle_of(network, key))
        assert told.args == [key]


def test_that_every_sample_can_be_clicked(samples, qtbot):
    for key in samples.keys:
        with qtbot.waitSignal(samples.picked) as told:
            qtbot.mouseClick(samples, LEFT, pos=middle_of(samples, key) + QPoint(3, -2))
        assert told.args == [key]


def test_that_a_click_beside_everything_takes_nothing(samples, qtbot):
    with qtbot.assertNotEmitted(samples.picked):
        qtbot.mouseClick(samples, LEFT, pos=QPoint(580, 60))


def test_that_arrows_go_and_return_takes(network, qtbot):
    network.setFocus()
    assert network.pointed is None
    qtbot.keyClick(network, Qt.Key.Key_Right)
    assert network.pointed == "1"
    assert network.accessibleDescription() == "Hidden 1"
    for _ in range(4):
        qtbot.keyClick(network, Qt.Key.Key_Right)
    assert network.pointed == "output"
    qtbot.keyClick(network, Qt.Key.Key_Left)
    with qtbot.waitSignal(network.picked) as told:
        qtbot.keyClick(network, Qt.Key.Key_Return)
    assert told.args == ["2"]
    network.set_chosen("2")
    assert network.accessibleDescription() == "Your guess: Hidden 2"
    with qtbot.assertNotEmitted(network.picked):  # the card runs now
        qtbot.keyClick(network, Qt.Key.Key_Return)


def test_that_arrows_go_to_the_next_one_that_lies_there(samples, qtbot):
    seen = []
    for way in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Left,
        Qt.Key.Key_Left,
        Qt.Key.Key_Down,
    ):
        qtbot.keyClick(samples, way)
        seen.append(samples.pointed)
    assert seen == ["1", "2", "5", "4", "4", "1"]


def test_that_page_keys_reach_everything(samples, network, qtbot):
    network.set_network("neuron", (3, 2))
    for pad in (samples, network):
        seen = []
        for _ in pad.keys:
            qtbot.keyClick(pad, Qt.Key.Key_PageDown)
            seen.append(pad.pointed)
        assert seen == [*pad.keys]
        qtbot.keyClick(pad, Qt.Key.Key_PageUp)
        assert pad.pointed == pad.keys[-2]


def test_that_what_is_pointed_at_is_named(samples, qtbot):
    qtbot.mouseMove(samples, middle_of(samples, "3"))
    qtbot.waitUntil(lambda: samples.pointed == "3")
    texts = [text.text for text in painted_texts(samples)]
    assert "Point 3" in texts
    samples.set_chosen("3")
    assert "Your guess: Point 3" in [text.text for text in painted_texts(samples)]


def test_that_a_guess_is_shown_when_its_samples_come_later(qtbot):
    pad = shown(qtbot, SamplesPad())
    pad.set_chosen("4")
    assert pad.chosen is None
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert pad.pointed is None
    pad.set_samples(Samples(np.zeros((4, 4, 4), np.uint8), PLACES, np.zeros(5, int)))
    assert pad.chosen == "4"

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from playground.models.picture.network_layout import NodeBox, lay_out_network
from playground.models.run.slow_motion import Phase, PhaseName
from playground.style.theme import DARK, LIGHT, Theme
from playground.views.network.network_drawing import HISTOGRAM_SHARE, bias_rect, draw_nodes
from playground.views.network.network_scene import NetworkScene, NodeMarks

STRUCTURE = (3, 4, 2, 1)
MAP = "#74b3ea"
FILL = 40


@pytest.fixture(autouse=True)
def _fonts(qtbot: QtBot) -> None:
    """Pictures need an application."""


def scene_of(theme: Theme = LIGHT, **values: Any) -> NetworkScene:
    """A network whose nodes all show the same plain map."""
    layout = lay_out_network(STRUCTURE, 640, 420)
    maps = []
    for count in STRUCTURE:
        image = QImage(FILL, FILL * count, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(MAP))
        maps.append(image)
    settings: dict[str, Any] = {
        "theme": theme, "layout": layout, "structure": STRUCTURE, "inputs": (0, 1, 2), "maps": maps,
        "input_names": ("a", "b", "c"),
    }  # fmt: skip
    return NetworkScene(**{**settings, **values})


def drawn(scene: NetworkScene) -> QImage:
    image = QImage(640, 420, QImage.Format.Format_RGB32)
    image.fill(QColor(scene.theme.bg))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_nodes(painter, scene)
    painter.end()
    return image


def box(scene: NetworkScene, column: int, index: int) -> NodeBox:
    assert scene.layout is not None
    return scene.layout.columns[column].nodes[index]


def at(picture: QImage, x: float, y: float) -> QColor:
    return picture.pixelColor(int(x), int(y))


def distance(a: QColor, b: QColor) -> int:
    return abs(a.red() - b.red()) + abs(a.green() - b.green()) + abs(a.blue() - b.blue())


def changed(scene: NetworkScene, other: NetworkScene) -> set[tuple[int, int]]:
    """The nodes that look different in two scenes, rings included."""
    before, after = drawn(scene), drawn(other)
    assert scene.layout is not None
    found = set()
    for column in scene.layout.columns:
        for node in column.nodes:
            place = (int(node.x) - 5, int(node.y) - 5, int(node.side) + 10, int(node.side) + 10)
            if before.copy(*place) != after.copy(*place):
                found.add((node.column, node.index))
    return found


def ringed(scene: NetworkScene, colour: str) -> set[tuple[int, int]]:
    """The nodes with a ring of a colour three pixels outside."""
    picture = drawn(scene)
    assert scene.layout is not None
    return {
        (node.column, node.index)
        for column in scene.layout.columns
        for node in column.nodes
        if at(picture, node.center_x, node.y - 3) == QColor(colour)
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_neuron_that_is_switched_off_is_paler(theme: Theme) -> None:
    scene = scene_of(theme, marks=NodeMarks(switched_off=frozenset({(1, 2)})))
    picture, ground = drawn(scene), QColor(theme.bg)
    off, on = box(scene, 1, 2), box(scene, 1, 1)
    pale, full = at(picture, off.center_x, off.center_y), at(picture, on.center_x, on.center_y)
    assert full == QColor(MAP)
    assert distance(pale, ground) == pytest.approx(0.38 * distance(full, ground), abs=6)
    assert changed(scene_of(theme), scene) == {(1, 2)}


def test_that_a_neuron_that_is_switched_off_has_a_dashed_border() -> None:
    scene = scene_of(marks=NodeMarks(switched_off=frozenset({(1, 2)})))
    picture, node = drawn(scene), box(scene, 1, 2)
    inside = at(picture, node.center_x, node.center_y)
    line = [at(picture, x, node.y) for x in range(int(node.x) + 10, int(node.right) - 10)]
    dark = [distance(colour, inside) > 60 for colour in line]
    assert any(dark)
    assert not all(dark)
    assert sum(a != b for a, b in pairwise(dark)) >= 3


def test_that_a_candidate_that_is_no_input_is_paler() -> None:
    assert changed(scene_of(), scene_of(inputs=(0, 2))) == {(0, 1)}


def test_that_a_neuron_without_a_map_is_an_empty_box() -> None:
    scene = scene_of(maps=[])
    node = box(scene, 1, 0)
    assert at(drawn(scene), node.center_x, node.center_y) == QColor(LIGHT.surface)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_frozen_neuron_has_a_lock_at_its_lower_right_corner(theme: Theme) -> None:
    scene = scene_of(theme, marks=NodeMarks(frozen=frozenset({(2, 1), (3, 0)})))
    assert changed(scene_of(theme), scene) == {(2, 1), (3, 0)}
    picture, node = drawn(scene), box(scene, 2, 1)
    corner = [
        at(picture, x, y)
        for x in range(int(node.right) - 10, int(node.right) + 4)
        for y in range(int(node.bottom) - 10, int(node.bottom) + 4)
    ]
    assert min(distance(colour, QColor(theme.ink2)) for colour in corner) < 90
    assert sum(distance(colour, QColor(theme.bg)) < 12 for colour in corner) > 30
    assert at(picture, node.center_x, node.center_y) == QColor(MAP)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_a_troubled_neuron_has_a_badge_at_its_upper_right_corner(theme: Theme) -> None:
    scene = scene_of(theme, marks=NodeMarks(troubled=frozenset({(1, 0)})))
    assert changed(scene_of(theme), scene) == {(1, 0)}
    picture, node = drawn(scene), box(scene, 1, 0)
    corner = [
        at(picture, x, y)
        for x in range(int(node.right) - 9, int(node.right) + 7)
        for y in range(int(node.y) - 7, int(node.y) + 9)
    ]
    assert sum(colour == QColor(theme.danger_soft) for colour in corner) > 30
    assert min(distance(colour, QColor(theme.danger)) for colour in corner) < 30
    assert at(picture, node.center_x, node.center_y) == QColor(MAP)


def bar_heights(counts: list[int]) -> list[int]:
    """How many pixels of each bar differ from the map, over the middle of the bar."""
    scene = scene_of(marks=NodeMarks(histograms={(3, 0): np.array(counts, np.int64)}))
    picture, node = drawn(scene), box(scene, 3, 0)
    width = (node.side - 6) / len(counts)
    heights = []
    for index in range(len(counts)):
        x = node.x + 3 + (index + 0.5) * width
        column = [at(picture, x, y) for y in range(int(node.y) + 2, int(node.bottom) - 3)]
        heights.append(sum(distance(colour, QColor(MAP)) > 60 for colour in column))
    return heights


@pytest.mark.parametrize("counts", [[0, 10, 40, 20], [30, 0, 0, 30], [1, 2, 3, 4, 5, 6], [7]])
def test_that_the_bars_of_a_histogram_are_as_high_as_their_counts(counts: list[int]) -> None:
    most = HISTOGRAM_SHARE * box(scene_of(), 3, 0).side
    expected = [most * count / max(counts) for count in counts]
    assert bar_heights(counts) == pytest.approx(expected, abs=1.01)
    assert [height == 0 for height in bar_heights(counts)] == [count == 0 for count in counts]


def test_that_a_rare_activation_is_still_to_be_seen() -> None:
    assert bar_heights([1, 100_000])[0] >= 1


def test_that_a_histogram_of_nothing_leaves_the_neuron_as_it_is() -> None:
    marks = NodeMarks(histograms={(1, 0): np.zeros(8, np.int64)})
    assert drawn(scene_of(marks=marks)) == drawn(scene_of())


def test_that_histograms_stand_in_their_own_neurons_only() -> None:
    marks = NodeMarks(histograms={(1, 3): np.arange(5), (2, 0): np.arange(5)})
    assert changed(scene_of(), scene_of(marks=marks)) == {(1, 3), (2, 0)}


def column_of(number: int) -> set[tuple[int, int]]:
    return {(number, index) for index in range(STRUCTURE[number])}


@pytest.mark.parametrize(("name", "order"), [("forward", [0, 1, 2, 3]), ("backward", [3, 2, 1, 0])])
def test_that_a_slow_step_lights_one_column_after_the_other(name: PhaseName, order: list[int]) -> None:
    lit = [
        ringed(scene_of(phase=Phase(name, share, "")), LIGHT.accent) for share in (0.0, 0.3, 0.6, 0.9, 1.0)
    ]
    assert lit == [column_of(column) for column in (*order, order[-1])]


@pytest.mark.parametrize("progress", [0.0, 0.5, 1.0])
def test_that_the_loss_lights_the_output_and_the_update_all_neurons(progress: float) -> None:
    assert ringed(scene_of(phase=Phase("loss", progress, "")), LIGHT.accent) == column_of(3)
    updated = ringed(scene_of(phase=Phase("update", progress, "")), LIGHT.accent)
    assert updated == column_of(1) | column_of(2) | column_of(3)


def test_that_nothing_is_lit_without_a_slow_step() -> None:
    assert ringed(scene_of(), LIGHT.accent) == set()


def test_that_what_is_switched_off_is_not_lit() -> None:
    marks = NodeMarks(switched_off=frozenset({(1, 0)}))
    phase = Phase("forward", 0.0, "")
    assert ringed(scene_of(phase=phase, inputs=(0, 2)), LIGHT.accent) == {(0, 0), (0, 2)}
    phase = Phase("update", 0.0, "")
    assert (1, 0) not in ringed(scene_of(phase=phase, marks=marks), LIGHT.accent)


def test_that_a_ring_marks_the_keyboard_in_accent_and_the_pointer_in_ink() -> None:
    assert ringed(scene_of(cursor=(1, 1)), LIGHT.accent) == {(1, 1)}
    assert ringed(scene_of(hovered=(1, 1)), LIGHT.ink) == {(1, 1)}
    assert ringed(scene_of(hovered=(1, 1), cursor=(1, 1)), LIGHT.ink) == {(1, 1)}


def test_that_a_pinned_neuron_has_a_border_of_ink() -> None:
    scene = scene_of(pinned=(2, 0))
    node = box(scene, 2, 0)
    assert at(drawn(scene), node.center_x, node.y + 1) == QColor(LIGHT.ink)
    assert changed(scene_of(), scene) == {(2, 0)}


@pytest.mark.parametrize(("value", "mark"), [(2.0, "positive"), (-2.0, "negative")])
def test_that_the_mark_of_a_bias_has_the_colour_of_its_sign_and_is_strong_where_it_is_large(
    value: float, mark: str
) -> None:
    biases = tuple(np.full(count, value) for count in STRUCTURE[1:])
    biases[0][1] = value / 10
    scene = scene_of(biases=biases, bias_limit=2.0)
    picture = drawn(scene)
    places = [bias_rect(box(scene, 1, index)).center() for index in (0, 1)]
    strong, weak = (at(picture, place.x(), place.y()) for place in places)
    assert strong == QColor(getattr(LIGHT, mark))
    assert distance(weak, QColor(LIGHT.surface)) < distance(strong, QColor(LIGHT.surface)) / 2

"""Drawing how a loss will go on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.answers.sketch_pad import COLUMNS, HIGHEST, SketchPad

LEFT = Qt.MouseButton.LeftButton


class ListeningPad(SketchPad):
    """Writes down what was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn_sketches: list[tuple[float, ...]] = []
        self.guessed.connect(self.drawn_sketches.append)


@pytest.fixture
def pad(qtbot):
    pad = ListeningPad()
    qtbot.addWidget(pad)
    apply_to_tree(pad, LIGHT)
    pad.resize(560, 180)
    pad.set_sketch(0.5, 100, None)
    pad.show()
    return pad


def drag(qtbot, pad, *points: tuple[int, int]) -> None:
    qtbot.mousePress(pad, LEFT, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(pad, QPoint(*point))
    qtbot.mouseRelease(pad, LEFT, pos=QPoint(*points[-1]))


def test_that_a_drag_draws_a_curve_from_the_first_loss(pad, qtbot):
    frame = pad._frame().toRect()
    drag(qtbot, pad, (frame.left(), frame.top()), (frame.right(), frame.bottom()))
    (heights,) = pad.drawn_sketches[-1:]
    assert len(heights) == COLUMNS
    assert heights[0] == 0.5  # where it begins is known
    assert heights[-1] == pytest.approx(0.0, abs=0.02)
    # What a fast hand jumps over lies on a line.
    steps = [after - before for before, after in pairwise(heights[1:])]
    assert max(steps) - min(steps) == pytest.approx(0.0, abs=0.01)


def test_that_a_part_of_a_curve_is_not_told(pad, qtbot):
    frame = pad._frame().toRect()
    drag(qtbot, pad, (frame.left(), frame.top()), (frame.center().x(), frame.center().y()))
    assert pad.drawn_sketches == []
    assert not pad.is_complete


def test_that_the_pointer_cannot_draw_beyond_the_pad(pad, qtbot):
    frame = pad._frame().toRect()
    drag(qtbot, pad, (frame.left(), -50), (frame.right() + 90, 900), (frame.left(), -50))
    heights = pad.drawn_sketches[-1]
    assert min(heights) >= 0.0
    assert max(heights) <= HIGHEST * 0.5


def test_that_the_keyboard_draws(pad, qtbot):
    pad.setFocus()
    qtbot.keyClick(pad, Qt.Key.Key_Up)
    assert pad.drawn_sketches == []
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    for _ in range(3):
        qtbot.keyClick(pad, Qt.Key.Key_Down)
    for _ in range(COLUMNS):
        qtbot.keyClick(pad, Qt.Key.Key_Right)
    heights = pad.drawn_sketches[-1]
    assert heights[0] == 0.5
    assert heights[1] == pytest.approx(0.5 - 3 * 0.05 * 0.5)
    assert heights[-1] == heights[1]


def test_that_a_pad_begins_at_another_loss_only_while_it_is_empty(pad, qtbot):
    pad.set_first(0.8)
    pad.setFocus()
    for _ in range(COLUMNS):
        qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert pad.drawn_sketches[-1][0] == 0.8
    pad.set_first(0.2)
    qtbot.keyClick(pad, Qt.Key.Key_Left)
    assert pad.drawn_sketches[-1][0] == 0.8


def test_that_a_sketch_is_shown_again_where_its_question_is(qtbot, pad):
    drag(qtbot, pad, (50, 80), (550, 120))
    drawn = pad.drawn_sketches[-1]
    pad.set_sketch(1.0, 100, None)
    pad.set_guess(None)
    assert not pad.is_complete
    pad.set_guess(drawn)
    pad.set_first(0.5)
    assert pad.is_complete
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert pad.drawn_sketches[-1] == drawn

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.models.picture.network_layout import lay_out_network
from playground.views.network.layer_heads import LayerHeads
from tests.playground.actions import LEFT, show_active, type_into

WIDTH, HEIGHT = 900, 520
REUSED = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOTES = st.sampled_from(["", "ReLU", "frozen", "leaky ReLU, frozen"])


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[QWidget]:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(WIDTH, HEIGHT)
    show_active(qtbot, canvas)
    yield canvas
    canvas.hide()


@pytest.fixture
def heads(canvas: QWidget) -> LayerHeads:
    return LayerHeads(canvas)


def show(
    heads: LayerHeads,
    hidden: tuple[int, ...],
    notes: tuple[str, ...] = (),
    *,
    width: int = WIDTH,
    is_presenting: bool = False,
) -> None:
    layout = lay_out_network((2, *hidden, 1), width, HEIGHT, presenting=is_presenting)
    heads.set_layers(hidden, notes)
    heads.place(layout.columns[1:], is_presenting=is_presenting)


def words(heads: LayerHeads) -> list[str]:
    return [title.text() for title in heads.titles]


def test_that_every_hidden_layer_and_the_output_have_a_title(heads):
    show(heads, (8, 6))
    assert words(heads) == ["Hidden 1", "Hidden 2", "Output"]
    assert [stepper.value() for stepper in heads.steppers] == [8, 6]
    assert all(widget.isVisible() for widget in (*heads.titles, *heads.steppers))


def test_that_a_network_without_hidden_layers_has_a_title_for_its_output(heads):
    show(heads, ())
    assert words(heads) == ["Output"]
    assert heads.steppers == []


def test_that_titles_and_steppers_stand_above_the_middle_of_their_columns(heads):
    show(heads, (8, 6, 4))
    columns = lay_out_network((2, 8, 6, 4, 1), WIDTH, HEIGHT).columns[1:]
    for column, title in zip(columns, heads.titles, strict=True):
        assert title.geometry().center().x() == pytest.approx(column.x, abs=1.5)
        assert title.geometry().bottom() < column.nodes[0].y
    for column, stepper in zip(columns[:-1], heads.steppers, strict=True):
        assert stepper.geometry().center().x() == pytest.approx(column.x, abs=1.5)
        assert stepper.geometry().bottom() < column.nodes[0].y


def overlaps(heads: LayerHeads) -> list[tuple[QRect, QRect]]:
    places = [head.geometry() for head in (*heads.titles, *heads.steppers) if head.isVisible()]
    return [(a, b) for index, a in enumerate(places) for b in places[index + 1 :] if a.intersects(b)]


@REUSED
@given(
    st.lists(st.tuples(st.integers(1, 64), NOTES), max_size=5),
    st.sampled_from(["", "frozen"]),
    st.integers(560, 1600),
)
def test_that_heads_neither_overlap_nor_leave_the_canvas(heads, canvas, layers, last, width):
    canvas.resize(width, HEIGHT)
    hidden, notes = tuple(size for size, _ in layers), (*(note for _, note in layers), last)
    show(heads, hidden, notes, width=width)
    assert overlaps(heads) == []
    assert all(canvas.rect().contains(title.geometry()) for title in heads.titles)


@pytest.mark.parametrize(
    ("notes", "width"),
    [
        pytest.param((), 604, id="window of 1180"),
        pytest.param(("frozen",) * 11, 1100, id="two digits and a star"),
        pytest.param((), 1100, id="wide"),
    ],
)  # fmt: skip
def test_that_titles_of_ten_layers_do_not_overlap(heads, canvas, notes, width):
    canvas.resize(width, HEIGHT)
    show(heads, (4,) * 10, notes, width=width)
    assert overlaps(heads) == []


def test_that_a_click_on_a_title_tells_its_column(heads, qtbot):
    show(heads, (8, 6))
    told: list[int] = []
    heads.title_pressed.connect(told.append)
    for title in heads.titles:
        qtbot.mouseClick(title, LEFT)
    qtbot.keyClick(heads.titles[0], Qt.Key.Key_Space)
    assert told == [1, 2, 3, 1]


def test_that_titles_tell_the_right_columns_after_layers_come_and_go(heads, qtbot):
    told: list[int] = []
    heads.title_pressed.connect(told.append)
    for hidden in ((8, 6, 4), (8,), (8, 6), ()):
        show(heads, hidden)
        told.clear()
        for title in heads.titles:
            qtbot.mouseClick(title, LEFT)
        assert told == list(range(1, len(hidden) + 2))
        assert words(heads)[-1] == "Output"


def test_that_a_stepper_tells_its_layer_and_the_new_size(heads, qtbot):
    show(heads, (8, 6))
    told: list[tuple[int, int]] = []
    heads.size_edited.connect(lambda layer, size: told.append((layer, size)))
    qtbot.mouseClick(heads.steppers[1].plus, LEFT)
    qtbot.mouseClick(heads.steppers[0].minus, LEFT)
    type_into(qtbot, heads.steppers[0], "12")
    assert told == [(1, 7), (0, 7), (0, 12)]


@pytest.mark.parametrize("text", ["0", "65", "-1", "2.5"])
def test_that_a_layer_has_one_to_64_neurons(heads, qtbot, text):
    show(heads, (8,))
    told: list[int] = []
    heads.size_edited.connect(lambda _, size: told.append(size))
    type_into(qtbot, heads.steppers[0], text)
    assert told == []


def test_that_showing_other_sizes_tells_nothing(heads):
    told: list[int] = []
    heads.size_edited.connect(lambda _, size: told.append(size))
    show(heads, (8, 6))
    show(heads, (3, 2))
    assert [stepper.value() for stepper in heads.steppers] == [3, 2]
    assert told == []


def test_that_what_is_special_about_a_layer_is_said_where_there_is_room(heads):
    show(heads, (4, 4), ("ReLU", "", "frozen"))
    assert words(heads) == ["Hidden 1 · ReLU", "Hidden 2", "Output · frozen"]
    assert "(ReLU)" in heads.titles[0].toolTip()


def test_that_a_star_stands_for_it_where_there_is_none(heads):
    show(heads, (4,) * 4, ("leaky ReLU, frozen", "", "", "", "frozen"), width=620)
    assert words(heads)[:2] == ["Hidden 1*", "Hidden 2"]
    assert "leaky ReLU, frozen" in heads.titles[0].toolTip()


def test_that_crowded_layers_are_numbered_and_keep_their_names_for_readers(heads):
    show(heads, (4,) * 10, ("frozen", *[""] * 10), width=620)
    assert words(heads)[:3] == ["1*", "2", "3"]
    assert words(heads)[-1] == "Out"
    assert heads.titles[1].accessibleName() == "Settings of hidden layer 2"
    assert heads.titles[-1].accessibleName() == "Settings of the output layer"


def test_that_steppers_without_room_are_left_out(heads):
    show(heads, (4,) * 10, width=620)
    assert not any(stepper.isVisible() for stepper in heads.steppers)
    show(heads, (4, 4), width=620)
    assert all(stepper.isVisible() for stepper in heads.steppers)


def test_that_presenting_leaves_titles_and_steppers_out(heads):
    show(heads, (4, 4), is_presenting=True)
    assert not any(widget.isVisible() for widget in (*heads.titles, *heads.steppers))
    show(heads, (4, 4))
    assert all(widget.isVisible() for widget in (*heads.titles, *heads.steppers))


def test_that_heads_of_layers_that_are_gone_are_gone_at_once(heads, canvas):
    show(heads, (8, 6, 4))
    show(heads, (8,))
    shown = [child for child in canvas.children() if isinstance(child, QWidget) and child.isVisible()]
    assert len(shown) == 3
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len([child for child in canvas.children() if isinstance(child, QWidget)]) == 3

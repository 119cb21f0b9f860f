"""Two passes stand beside one another, or one above the other, whichever shows them larger."""

from __future__ import annotations

import pytest

from playground.controllers.lessons.formulas.pass_picture import pass_view
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.formulas.formula_task_card import FormulaTaskCard
from playground.views.lessons.formulas.formula_view import FormulaView
from tests.playground.actions import LEFT
from tests.playground.views.painted import settle

LONG = "a = 1\n" + "\n".join(f"{new} = {old} + {old}" for old, new in zip("abcdef", "bcdefg", strict=True))
WIDE = FormulaStage(text=LONG)
SHORT = FormulaStage(text="a = 1\nb = a + a")


@pytest.fixture
def view(qtbot):
    view = FormulaView()
    qtbot.addWidget(view)
    apply_to_tree(view, LIGHT)
    view.resize(780, 620)
    view.show()
    return view


@pytest.mark.parametrize(("stage", "is_above"), [(WIDE, True), (SHORT, False)])
def test_that_two_passes_are_placed_by_the_shape_of_the_graph(view, stage, is_above):
    view.wrong.show()
    view.set_graph(stage.drawing.blocks, stage.drawing.layout)
    settle()
    assert (view.wrong.y() > view.right.y()) is is_above
    assert (view.wrong.x() > view.right.x()) is not is_above


def test_that_nodes_are_sent_off_by_tiles_too(qtbot):
    card = FormulaTaskCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.set_task("Send them off.", "", {7: "L", 4: "b"})
    card.resize(700, 140)
    card.show()
    with qtbot.waitSignal(card.node_chosen) as told:
        qtbot.mouseClick(card.nodes.tiles[1], LEFT)
    assert told.args == [4]
    with qtbot.waitSignal(card.node_chosen) as told:
        qtbot.keyClick(card, "1")
    assert told.args == [7]
    card.set_gone([7])
    assert [tile.isChecked() for tile in card.nodes.tiles] == [True, False]
    card.set_task("Move it.", "")
    assert not card.nodes.isVisible()


@pytest.mark.parametrize("height", [620, 356])
def test_that_two_passes_have_room_in_the_smallest_window(view, height):
    passes = WIDE.passes(order=(WIDE.index_of("g"), WIDE.index_of("f")))
    picture = pass_view(passes, passes.right, passes.length, frozenset())
    view.resize(644, height)
    view.set_graph(WIDE.drawing.blocks, WIDE.drawing.layout)
    view.set_views(picture, None)
    settle()
    assert view.words.isVisible()
    view.set_views(picture, picture)
    settle()
    assert view.wrong.geometry().bottom() <= view.steps.y()
    assert view.right.geometry().bottom() < view.wrong.y()
    assert view.right.height() == view.wrong.height()
    assert view.words.isVisible() is (height > 400)

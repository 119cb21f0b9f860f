from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.models.compare.comparison import figures_at
from playground.style.theme import LIGHT
from playground.views.compare.boundary_card import BoundaryCard, RunPicture
from tests.playground.models.compare.runs import compared
from tests.playground.views.painted import painted_texts

RED = np.full((40, 40, 4), (255, 0, 0, 255), np.uint8)


@pytest.fixture
def card(qtbot) -> BoundaryCard:
    card = BoundaryCard()
    qtbot.addWidget(card)
    card.set_theme(LIGHT)
    card.resize(257, 212)
    with qtbot.waitExposed(card):
        card.show()
    return card


def show(card: BoundaryCard, key: int = 2, note: str = "", is_best: bool = False) -> None:
    run = compared(key)
    card.set_run(run, figures_at(run.curves, 120), note=note, is_best=is_best)


def words(card: BoundaryCard) -> list[str]:
    return [text.text for text in painted_texts(card)]


def test_that_a_card_says_number_name_and_figures(card):
    show(card)
    assert words(card) == [
        "3", "Run 2", "Painting…", "Test acc.", "80.0 %", "Test loss", "0.208", "Train loss", "0.104",
    ]  # fmt: skip
    assert card.accessibleName() == "Run 3: Run 2"
    assert card.texts[:3] == ("80.0 %", "0.208", "0.104")


def test_that_the_best_one_and_one_that_ended_earlier_say_so(card):
    show(card, note="ends at 300", is_best=True)
    assert {"Best", "ends at", "300"} <= set(words(card))


@pytest.mark.parametrize("size", [(257, 437), (385, 437), (257, 300), (600, 400), (350, 350)])
def test_that_a_card_of_any_shape_says_figures_and_notes_inside_itself(card, size: tuple[int, int]) -> None:
    card.resize(*size)
    show(card, note="ends at 300", is_best=True)
    texts = painted_texts(card)
    said = " ".join(text.text for text in texts)
    for part in ("80.0 %", "Best", "0.208", "0.104", "ends at 300"):
        assert part in said
    assert all(text.y <= card.height() - 6 for text in texts)


def test_that_a_narrow_card_lists_its_figures_below_the_picture(card):
    card.resize(147, 300)
    show(card, note="ends at 300", is_best=True)
    assert {"80.0 %", "Best", "0.208", "ends at 300"} <= set(words(card))


def test_that_a_card_is_no_taller_than_its_picture_and_figures_need(card):
    card.resize(257, 900)
    assert 257 < card.height() < 350


def test_that_a_low_card_says_where_the_run_ended_rather_than_its_training_loss(card):
    card.resize(200, 150)
    show(card, note="ends at 300")
    said = words(card)
    assert {"Test loss", "ends at", "300"} <= set(said)
    assert "Train loss" not in said


def test_that_the_best_one_has_all_its_figures_on_a_low_card_too(card):
    card.resize(198, 155)
    show(card, is_best=True)
    assert words(card)[3:] == ["Test acc.", "80.0 %", "Best", "Test loss", "0.208", "Train loss", "0.104"]


def test_that_a_name_never_stands_without_its_figure(card):
    for height in range(100, 213):
        card.resize(257, height)
        show(card, is_best=True)
        said = words(card)
        figures = dict(zip(("Test acc.", "Test loss", "Train loss"), card.texts[:3], strict=True))
        for name, text in figures.items():
            assert (name in said) == (text in said), (height, said)


def test_that_the_live_one_is_marked_in_words(card):
    show(card, 0)
    assert "Live" in words(card)


def test_that_the_boundary_has_its_points_and_goes_with_another_run(card):
    show(card)
    places, y = np.array([[0.5, 0.5]]), np.array([1])
    card.set_picture(RunPicture(2, 120, RED, places, y))
    assert card.has_picture
    assert "Painting…" not in words(card)
    image = card.grab().toImage()
    side = 212 - 34 - 10
    assert image.pixelColor(10 + side // 4, 34 + side // 4).red() == 255
    assert image.pixelColor(10 + side // 2, 34 + side // 2).name() == LIGHT.classes[1].lower()
    show(card)
    assert card.has_picture
    show(card, 4)
    assert not card.has_picture


def test_that_a_small_card_leaves_out_the_figures_and_not_half_of_them(card):
    card.resize(150, 170)
    show(card)
    assert words(card) == ["3", "Run 2", "Painting…"]


def test_that_return_and_a_double_click_open_the_run(card, qtbot):
    show(card)
    opened: list[int] = []
    card.open_pressed.connect(opened.append)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.mouseDClick(card, Qt.MouseButton.LeftButton)
    assert opened == [2, 2]

"""The card of an instrument: readings of several runs side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.models.bugs.finding import Finding, Line, Reading, Sample
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.bugs.finding_card import FindingCard
from playground.views.bugs.finding_look import Boundary, FindingLook, RunColumn
from playground.views.bugs.network_sketch import MOST_NEURONS, full_width
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
NAME = "Training labels like their neighbours"
HERE = Finding(
    "data", (Reading(NAME, 0.5, "share"), Reading("Training points", 140, "count"), Reading("Only here", 1.0))
)
TWIN = Finding("data", (Reading(NAME, 0.98, "share"), Reading("Training points", 140, "count")))


def look(*findings: Finding, sign: str = "") -> FindingLook:
    names = ("This run", "Healthy twin", "Wrong guess")
    columns = tuple(RunColumn(name, finding) for name, finding in zip(names, findings, strict=False))
    return FindingLook("Data", "What the network is given", columns, sign)


@pytest.fixture
def card(qtbot):
    card = FindingCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(760, 300)
    card.show()
    return card


def texts(card) -> list[str]:
    return [text.text for text in painted_texts(card)]


def test_that_one_run_has_no_heading_and_several_have(card):
    card.set_look(look(HERE))
    assert {NAME, "50 %", "140", "1"} <= set(texts(card.table))
    assert "This run" not in texts(card.table)
    card.set_look(look(HERE, TWIN))
    assert {"This run", "Healthy twin", "98 %"} <= set(texts(card.table))


def test_that_what_one_run_lacks_is_a_dash(card):
    card.set_look(look(HERE, TWIN))
    assert card.table.accessibleDescription().endswith("Only here: This run 1, Healthy twin –")


@pytest.mark.parametrize("width", [420, 760, 1100])
def test_that_names_come_before_bars(card, width):
    card.resize(width, 300)
    card.set_look(look(HERE, TWIN, sign=NAME))
    assert (NAME in texts(card.table)) == (width > 500)
    assert "98 %" in texts(card.table)


def test_that_numbers_that_differ_are_not_told_by_colour_alone(card):
    card.set_look(look(HERE, TWIN))
    table = card.table
    other = replace(HERE.readings[0], value=0.51)
    # The painted weight follows the gap: half of all points is seen, one in a hundred is not.
    assert HERE.readings[0].gap(TWIN.readings[0]) >= 1.0 > HERE.readings[0].gap(other)
    assert table.rows[0][0] == NAME


def test_that_a_row_is_read_in_full_under_the_pointer(card):
    card.set_look(look(HERE, TWIN))
    assert card.table._words_at(QPoint(10, 30)) == f"{NAME}: This run 50 %, Healthy twin 98 %"
    assert card.table._words_at(QPoint(10, 2)) == ""


def test_that_curves_are_told_apart_by_their_names(card):
    line = Line("Train", np.arange(3.0), np.array([1.0, 0.5, 0.2]))
    one = Finding("losses", (Reading("Training loss, end", 0.2, "loss"),), (line, replace(line, name="Test")))
    card.set_look(look(one, one))
    assert card.charts["losses"].isVisible()
    assert {curve.name for curve in card.charts["losses"].curves} == {
        "Train",
        "Test",
        "Twin, train",
        "Twin, test",
    }
    dashed = {curve.name for curve in card.charts["losses"].curves if curve.is_dashed}
    assert dashed == {"Twin, train", "Twin, test"}
    card.set_look(look(HERE))
    assert not card.charts["losses"].isVisible()


def test_that_networks_of_any_size_are_painted(card):
    small = Finding("graph", (Reading("Hidden layers", 0, "count"),), weights=(np.ones((2, 3)),))
    large = Finding("graph", (Reading("Hidden layers", 1, "count"),),
                    weights=(np.full((40, 65), np.nan), np.zeros((1, 41))))  # fmt: skip
    card.set_look(look(small, large))
    assert {f"+ {64 - MOST_NEURONS} more", f"+ {40 - MOST_NEURONS} more"} <= set(texts(card.pictures))
    assert card.pictures.accessibleDescription() == ""
    assert card.pictures.accessibleName() == "Networks"


def test_that_all_networks_are_drawn_with_one_measure():
    layers = (np.array([[1.0, -3.0, 99.0]]),)  # the bias is no link
    assert full_width([layers]) == pytest.approx(np.percentile([1.0, 3.0], 96))
    assert full_width([()]) == 1.0


def test_that_boundaries_are_painted_in_both_themes(card):
    boundary = Boundary(np.full((4, 4, 4), 255, np.uint8), np.array([[0.5, 0.5]]), np.array([1]))
    column = RunColumn("This run", Finding("answers", (Reading("Right", 1.0, "share"),)), boundary)
    for theme in (LIGHT, DARK):
        apply_to_tree(card, theme)
        card.set_look(FindingLook("Answers", "", (column,)))
        assert "This run" in texts(card.pictures)
    assert card.pictures.accessibleName() == "Decision boundaries"


def test_that_training_points_and_pictures_are_painted(card):
    points = Sample(np.array([[0.2, 0.4]]), np.array([1]))
    pictures = Sample(points.places, points.y, ("seven",), np.eye(8)[np.newaxis])
    for sample, name in ((points, "Training points"), (pictures, "Training pictures")):
        finding = Finding("data", HERE.readings, sample=sample)
        card.set_look(FindingLook("Data", "", (RunColumn("This run", finding),)))
        assert card.pictures.isVisible()
        assert card.pictures.accessibleName() == name
    assert "seven" in texts(card.pictures)


def test_that_work_shows_its_progress_and_can_be_stopped(card, qtbot):
    card.set_text("Training the run", "")
    card.set_busy(0.4)
    assert card.progress.value() == 40
    with qtbot.waitSignal(card.cancel_wanted):
        qtbot.mouseClick(card.cancel_button, LEFT)
    card.set_text("", "It is not trained.", can_train=True)
    assert not card.progress.isVisible()
    with qtbot.waitSignal(card.train_wanted):
        qtbot.mouseClick(card.train_button, LEFT)

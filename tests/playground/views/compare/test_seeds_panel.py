from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.compare.seeds_panel import SeedsPanel
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot) -> SeedsPanel:
    panel = SeedsPanel()
    qtbot.addWidget(panel)
    apply_to_tree(panel, LIGHT)
    panel.resize(300, 220)
    panel.set_runs([(0, "1 Live"), (4, "2 Adam 0.01")], 4)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def test_that_the_chosen_run_is_the_one_whose_seeds_are_run(panel, qtbot):
    with qtbot.waitSignal(panel.seeds_wanted) as wanted:
        qtbot.mouseClick(panel.button, LEFT)
    assert wanted.args == [4]


def test_that_progress_is_said_and_the_button_cancels_meanwhile(panel, qtbot):
    panel.set_progress(2, 5)
    assert panel.button.text() == "2 of 5, Cancel"
    with qtbot.assertNotEmitted(panel.seeds_wanted), qtbot.waitSignal(panel.cancel_pressed):
        qtbot.mouseClick(panel.button, LEFT)
    panel.set_progress(0, 0)
    assert panel.button.text() == "Run 5 more seeds"


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((0.9, 0.95, 0.8), "Test accuracy of 3 seeds: 80.0 % to 95.0 %, median 90.0 %."),
        ((0.9, 0.95, 0.8, 0.94), "Test accuracy of 4 seeds: 80.0 % to 95.0 %, median 92.0 %."),
    ],
)
def test_that_lowest_highest_and_median_are_told(panel, scores, expected):
    panel.set_scores(scores, 2, is_share=True)
    assert panel.words.text().startswith(expected)
    assert panel.dots.isVisible()


def test_that_one_seed_alone_tells_nothing_about_luck(panel):
    panel.set_scores((0.9,), 2, is_share=True)
    assert "How much of a difference is luck?" in panel.words.text()
    assert not panel.dots.isVisible()


def test_that_the_dots_have_a_scale_around_them(panel):
    panel.set_scores((0.912, 0.945), 2, is_share=True)
    assert [text.text for text in painted_texts(panel.dots)] == ["90.0 %", "92.5 %", "95.0 %"]
    assert panel.dots.accessibleDescription() == "91.2 %, 94.5 %"

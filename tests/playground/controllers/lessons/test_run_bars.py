"""What the cards of runs show in place of a boundary."""

from __future__ import annotations

import pytest

from playground.style.words import number_text
from tests.playground.models.lessons.lesson_texts import EXPERIMENT, FRONT, POINT_AT_LAYER, REVEAL, TASK


def shown_bars(stage, key: str) -> str:
    return str(stage.screen.cards[key].accessibleDescription())


def test_that_bars_are_not_told_before_they_are_predicted(make_stage, lessons):
    text = EXPERIMENT.replace("epochs: 30", "epochs: 30\nshow: gradients")
    (lessons / "one.md").write_text(
        FRONT + text + POINT_AT_LAYER + REVEAL + REVEAL.replace("of:", "show: boundary\nof:")
    )
    stage = make_stage()
    stage.show()
    assert "Gradient norm by layer: Hidden 1 ?, Output ?" in shown_bars(stage, "b")
    assert {text for _, text in stage.screen.cards["b"].figures} == {"–"}
    stage.click(stage.screen.question.skip_button)
    stage.wait()
    outcome = stage.controller.stages.outcomes["b"]
    last, first = (
        [number_text(outcome.value_of("gradient_norm", (place,), when), 2) for place in (1, "output")]
        for when in (None, 0)
    )
    assert f"by layer: Hidden 1 {last[0]}, Output {last[1]}" in shown_bars(stage, "b")
    stage.strip.epoch_wanted.emit(0)
    stage.wait()
    assert f"by layer: Hidden 1 {first[0]}, Output {first[1]}" in shown_bars(stage, "b")
    stage.next()
    assert "by layer" not in shown_bars(stage, "b")  # this step shows the boundary of the same runs
    assert stage.controller.stages.has_ended


@pytest.mark.parametrize(
    ("show", "words"),
    [("neurons", "Gradient norm by neuron: Neuron 1 "), ("outputs", "Point 3, true class ")],
)
def test_that_a_card_shows_what_the_lesson_asks_for(make_stage, lessons, show, words):
    text = EXPERIMENT.replace("epochs: 30", f"epochs: 30\nsamples: 3\nshow: {show}").replace("none", "2")
    (lessons / "one.md").write_text(FRONT + text + TASK)
    stage = make_stage()
    stage.show()
    assert words in shown_bars(stage, "b")
    if show == "outputs":
        loss = stage.controller.stages.outcomes["b"].value_of("sample_loss", (3,))
        assert shown_bars(stage, "b").endswith(f"= {number_text(loss, 3)}")

from __future__ import annotations

import pytest

from engine import Scalar
from playground.models.graph.mistakes import loops
from playground.models.graph.mistakes.loops import LOOPS
from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES, code_of


class Recorder:
    """A network that notes what a loop does with it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def mean_loss(self, batch, last=None) -> Scalar:
        self.done.append("mean_loss" if last is None else f"mean_loss of {last.__name__}")
        recorder = self

        class Loss(Scalar):
            def backward(self) -> None:
                recorder.done.append("backward")

        return Loss(1.0)

    def zero_grad(self) -> None:
        self.done.append("zero_grad")

    def step(self) -> None:
        self.done.append("step")


@pytest.mark.parametrize("loop", [name for name in LOOPS if name != "healthy"])
def test_that_the_lines_on_screen_are_those_that_run(loop) -> None:
    lines, wrong = code_of(loop)
    shown, run = Recorder(), Recorder()
    exec("\n".join(lines), {**vars(loops), "model": shown, "batch": [0]})
    LOOPS[loop](run, [0])
    assert shown.done == run.done
    assert wrong is not None
    assert "#" in lines[wrong]
    assert "wrong" not in "".join(lines)


def test_that_each_loop_differs_from_the_healthy_one_by_its_mistake() -> None:
    done = {}
    for name, loop in LOOPS.items():
        loop(recorder := Recorder(), [0])
        done[name] = recorder.done
    assert done["healthy"] == ["mean_loss", "zero_grad", "backward", "step"]
    assert done["backward_twice"] == ["mean_loss", "zero_grad", "backward", "backward", "step"]
    assert done["no_zero_grad"] == ["mean_loss", "backward", "step"]
    assert done["softmax_twice"] == ["mean_loss of softmax", *done["healthy"][1:]]
    assert done["sigmoid_twice"] == ["mean_loss of sigmoid", *done["healthy"][1:]]


@pytest.mark.parametrize("mistake", TWIN_MISTAKES.values(), ids=str)
def test_that_every_mistake_has_loops_for_both_kinds_of_outputs(mistake) -> None:
    assert {mistake.loop(is_softmax=True), mistake.loop(is_softmax=False)} <= LOOPS.keys()

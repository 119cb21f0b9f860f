from __future__ import annotations

import math

import pytest

from playground.models.experiment.output_layer import allowed_losses, guesser_loss, output_layer


@pytest.mark.parametrize("task", ["classification", "regression"])
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_that_every_allowed_loss_has_an_output_layer_of_the_right_size(task, n_classes):
    for loss in allowed_losses(task, n_classes):
        output = output_layer(task, n_classes, loss)
        if task == "regression":
            assert (output.size, output.softmax, output.activation) == (1, False, "linear")
        elif output.softmax:
            assert output.size == n_classes >= 2
        else:
            assert (output.size, n_classes) == (1, 2)


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy"])
@pytest.mark.parametrize("n_classes", [2, 3, 10])
def test_that_a_guesser_pays_the_entropy_of_equal_classes(loss, n_classes):
    shares = [1 / n_classes] * n_classes
    assert guesser_loss(loss, n_classes) == pytest.approx(-sum(p * math.log(p) for p in shares))


def test_that_no_other_loss_says_what_a_guesser_pays():
    assert guesser_loss("squared_error", 3) is None
    assert guesser_loss("cross_entropy", 1) is None

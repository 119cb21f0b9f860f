"""Pictures are shown as the network gets them, mistakes included."""

from __future__ import annotations

import numpy as np
import pytest

from playground.models.data.data_mistakes import viewed
from playground.models.experiment.experiment import Experiment
from playground.models.lessons.given_pictures import MOST_PICTURES, pictures_of
from playground.models.network.network import Network

DIGITS = Experiment(dataset="digits", hidden=(4,), backend="array")


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.of(DIGITS)


def test_that_pictures_are_those_of_the_test_part_with_what_the_network_says(network):
    parameters = network.first_parameters
    pictures = pictures_of(network, parameters, asked=True)
    assert pictures is not None
    rows = network.split.test_indices[:MOST_PICTURES]
    np.testing.assert_allclose(pictures.pixels.reshape(len(rows), -1) * 16, network.dataset.X[rows])
    assert pictures.truth == tuple(str(number) for number in network.dataset.y[rows])
    found = network.predicted_classes(network.split.X_test, parameters)[:MOST_PICTURES]
    assert pictures.answers == tuple(map(str, found))
    right = (found == network.dataset.y[rows]).sum()
    assert pictures.words == f"24 pictures as the network gets them, {right} of them named rightly"


def test_that_nothing_is_said_before_the_network_is_asked(network):
    pictures = pictures_of(network, network.first_parameters, asked=False)
    assert pictures is not None
    assert pictures.answers == ()
    assert pictures.words == "24 pictures as the network gets them"


def test_that_viewed_pictures_are_shown_torn(network):
    torn = Network.of(DIGITS.with_(views_for_permute=True))
    pictures = pictures_of(torn, torn.first_parameters, asked=False)
    assert pictures is not None
    rows = network.split.test_indices
    wanted = viewed(network.dataset.X[rows])[:MOST_PICTURES] / 16
    np.testing.assert_allclose(pictures.pixels.reshape(MOST_PICTURES, -1), wanted)


def test_that_points_are_no_pictures():
    circle = Network.of(Experiment(dataset="circle", backend="array"))
    assert pictures_of(circle, circle.first_parameters, asked=True) is None

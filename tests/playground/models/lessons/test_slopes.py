"""Slopes and curvatures along a line are those of calculus, and of differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.graph.formulas import read_formulas
from playground.models.lessons.slopes import GRADIENT, SHARPEST, FormulaLine, NetworkLine, Slice
from playground.models.run.session import Session

EXPERIMENT = Experiment(dataset="circle", hidden=(2,), loss="cross_entropy", seed=2, rests=False)


def test_that_a_formula_is_cut_along_a_leaf():
    graph = read_formulas("w = 0.4\nx = 3\ny = sin(w*x)", {}).graph
    leaf = next(node.index for node in graph.leaves if node.name == "w")
    cut = Slice.of(FormulaLine(graph, leaf), -1.0, 2.0, 0.4)
    np.testing.assert_allclose(cut.heights, np.sin(3.0 * cut.places), atol=1e-12)
    assert cut.slope == pytest.approx(3.0 * math.cos(1.2))
    assert cut.curvature == pytest.approx(-9.0 * math.sin(1.2), rel=1e-5)
    assert cut.tangent(0.5) == pytest.approx(math.sin(1.2) + 0.3 * math.cos(1.2))
    # The parabola misses a third power of the step.
    assert abs(cut.parabola(0.41) - math.sin(3 * 0.41)) < 1e-5
    assert cut.touching(1.0).slope == pytest.approx(3.0 * math.cos(3.0))


def test_that_a_place_without_a_height_is_a_gap_and_no_beginning():
    graph = read_formulas("w = 1\ny = log(w)", {}).graph
    line = FormulaLine(graph, next(node.index for node in graph.leaves if node.name == "w"))
    cut = Slice.of(line, -1.0, 2.0, 1.0)
    assert np.isnan(cut.heights[cut.places < 0.0]).all()
    assert np.isfinite(cut.heights[cut.places > 0.0]).all()
    assert cut.touching(-0.5) is cut
    with pytest.raises(ValueError, match="no height or no slope"):
        Slice.of(line, -1.0, 2.0, -0.5)


def test_that_a_step_against_the_gradient_falls_by_its_square():
    session = Session(EXPERIMENT)
    gradient = session.training.trainer.gradients()
    line = NetworkLine(session, GRADIENT)
    cut = Slice.of(line, 0.0, 4.0, line.start)
    assert cut.slope == pytest.approx(-float(gradient @ gradient))
    small = 1e-4
    assert (cut.height(small) - cut.start_height) / small == pytest.approx(cut.slope, rel=1e-3)


def test_that_the_loss_along_a_weight_has_its_gradient_as_slope_wherever_the_point_is():
    line = NetworkLine(Session(EXPERIMENT), 3)
    cut = Slice.of(line, line.start - 2.0, line.start + 2.0, line.start)
    for place in (line.start, line.start + 0.7):
        small = 1e-5
        high, low = line.heights(np.array([place + small, place - small]))
        assert cut.touching(place).slope == pytest.approx((high - low) / (2 * small), rel=1e-4)


def test_that_the_sharpest_direction_has_the_largest_eigenvalue_of_the_hessian():
    session = Session(EXPERIMENT)
    trainer = session.training.trainer
    start, small = np.array(trainer.parameters), 1e-5
    hessian = np.empty((len(start), len(start)))
    for row in range(len(start)):
        step = np.zeros(len(start))
        step[row] = small
        sides = []
        for sign in (1.0, -1.0):
            trainer.set_parameters(start + sign * step)
            sides.append(trainer.gradients())
        hessian[row] = (sides[0] - sides[1]) / (2 * small)
    trainer.set_parameters(start)
    line = NetworkLine(session, SHARPEST)
    cut = Slice.of(line, -1.0, 1.0, line.start)
    largest = np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1]
    assert cut.curvature == pytest.approx(largest, rel=1e-3)
    assert cut.slope >= 0.0

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.picture.link_curve import curve_parameter, rise, rise_slope


def bezier(a: float, b: float, c: float, d: float, t: np.ndarray) -> np.ndarray:
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d


@given(st.floats(0.0, 1.0))
def test_that_the_parameter_leads_to_the_bezier_curve_with_handles_at_half_the_gap(t: float) -> None:
    along = bezier(0.0, 0.5, 0.5, 1.0, np.array(t))
    assert np.allclose(curve_parameter(along), t, atol=1e-9)
    assert np.allclose(rise(along), bezier(0.0, 0.0, 1.0, 1.0, np.array(t)), atol=1e-9)


def test_that_the_slope_is_the_derivative_of_the_rise() -> None:
    share = np.linspace(0.01, 0.99, 99)
    numeric = (rise(share + 1e-6) - rise(share - 1e-6)) / 2e-6
    assert np.allclose(rise_slope(share), numeric, atol=1e-6)


def test_that_a_link_is_level_beyond_its_ends() -> None:
    assert rise([-0.5, 0.0, 1.0, 7.0]) == pytest.approx([0.0, 0.0, 1.0, 1.0], abs=1e-12)
    assert rise_slope([-0.5, 0.0, 1.0, 7.0]) == pytest.approx([0.0, 0.0, 0.0, 0.0], abs=1e-12)

from __future__ import annotations

import numpy as np
import pytest

from playground.rendering.link_style import link_opacity, link_width, needs_redraw, relative_size


def test_that_relative_sizes_end_at_one_and_ignore_the_sign() -> None:
    assert relative_size([-1.0, 0.5, 8.0, np.inf, np.nan], 2.0).tolist() == [0.5, 0.25, 1.0, 1.0, 0.0]


def test_that_a_limit_of_zero_does_no_harm() -> None:
    assert relative_size([0.0], 0.0).tolist() == [0.0]


def test_that_width_and_opacity_follow_the_rule_of_the_design() -> None:
    assert link_width([0.0, 1.0]).tolist() == [0.75, 5.0]
    assert link_width(0.0625) == pytest.approx(0.75 + 4.25 / 8.0)
    assert link_opacity([0.0, 0.5, 1.0]) == pytest.approx([0.28, 0.59, 0.90])


def test_that_a_quarter_of_a_pixel_is_a_visible_step() -> None:
    u = 0.5
    one_step = ((float(link_width(u)) + 0.25 - 0.75) / 4.25) ** (1 / 0.75)
    assert not needs_redraw([u], [one_step - 1e-6], 1.0, 1.0)
    assert needs_redraw([u], [one_step + 1e-6], 1.0, 1.0)
    assert needs_redraw([u], [(u + one_step) / 2], 1.0, 1.0, width_factor=2.0)


def test_that_a_change_of_sign_is_visible_however_small() -> None:
    assert needs_redraw([1e-9], [-1e-9], 1.0, 1.0)


def test_that_another_number_of_weights_is_another_picture() -> None:
    assert needs_redraw([1.0, 1.0], [1.0], 1.0, 1.0)

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.models.data.features import Features

coordinates = st.floats(-50, 50)


@given(arrays(np.float64, (5, 2), elements=coordinates))
def test_that_the_candidates_of_a_plane_are_what_their_names_say(X):
    features = Features.fitted(2, None)
    names = features.candidate_names(("x₁", "x₂"))
    values = dict(zip(names, features.all_values(X).T, strict=True))
    a, b = X.T
    expected = {
        "x₁": a, "x₂": b, "x₁²": a**2, "x₂²": b**2, "x₁x₂": a * b,
        "sin x₁": np.sin(a), "sin x₂": np.sin(b), "cos x₁": np.cos(a), "cos x₂": np.cos(b),
    }  # fmt: skip
    assert names == tuple(expected)
    for name, column in expected.items():
        np.testing.assert_allclose(values[name], column)


@given(st.sets(st.integers(0, 8)))
def test_that_the_chosen_candidates_are_the_inputs_in_order(chosen):
    features = Features(2, tuple(sorted(chosen)))
    X = np.random.default_rng(0).normal(size=(4, 2))
    np.testing.assert_array_equal(features.values(X), features.all_values(X)[:, sorted(chosen)])
    assert len(features.names(("a", "b"))) == len(chosen)


def test_that_other_data_have_their_columns_as_candidates():
    X = np.arange(12.0).reshape(3, 4)
    features = Features(4, (1, 3))
    np.testing.assert_array_equal(features.values(X), X[:, [1, 3]])
    assert features.names(("a", "b", "c", "d")) == ("b", "d")
    assert not features.are_columns
    assert Features.fitted(4, None).are_columns


def test_that_words_are_kept_apart_in_the_name_of_a_product():
    names = Features.fitted(2, None).candidate_names(("height", "width"))
    assert names[4] == "height × width"


@pytest.mark.parametrize("chosen", [(9,), (-1,), (1, 0), (1, 1)])
def test_that_a_choice_that_makes_no_sense_is_refused(chosen):
    with pytest.raises(ValueError, match="features are"):
        Features(2, chosen)


def test_that_a_choice_for_other_data_is_replaced_by_all_columns():
    assert Features.fitted(4, (0, 7)).chosen == (0, 1, 2, 3)
    assert Features.fitted(4, (0, 3)).chosen == (0, 3)
    assert Features.fitted(4, ()).chosen == ()

from __future__ import annotations

from engine import Scalar, ScalarError
from playground.models.experiment.experiment import Experiment
from playground.models.run.failure import explain


def test_that_the_advice_fits_the_settings():
    error = ScalarError("sample 0 of the batch: 'exp' failed", "exp", (Scalar(1234.56789),))
    plain = explain(error, Experiment())
    assert "in exp(x) with x = 1,235" in plain
    assert plain.endswith("Try a smaller learning rate.")
    assert "standardised" not in plain
    raw = explain(error, Experiment(standardize=False, regularization="l1", regularization_rate=5.0))
    assert "standardised data" in raw
    assert "smaller regularisation rate" in raw


def test_that_a_place_is_named_only_where_it_is_known():
    update = ScalarError("the update of weight 1 overflows", label="weight 1")
    assert "too large to go on with, in the update of the weights. Try" in explain(update, Experiment())
    batch = ScalarError("a number in a batch of 200,000 samples overflows, or has no value")
    assert "too large to go on with. Try" in explain(batch, Experiment())

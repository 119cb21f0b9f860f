from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.network.parameter_map import OUTPUT
from playground.models.run.training import Training

PLANE: dict[str, Any] = {"dataset": "circle", "hidden": (4, 3), "n_samples": 40}


def trained(**changes: Any) -> Training:
    run = Training.of(Experiment(**{**PLANE, **changes}))
    for _ in range(8):
        run.trainer.train_batch()
    return run


def grown(before: Training, **changes: Any) -> Training:
    return Training(Network.of(before.network.experiment.with_(**changes), before.network), before)


def outputs(run: Training) -> np.ndarray:
    return run.network.outputs(run.network.split.X_train, run.trainer.parameters)


@pytest.mark.parametrize(
    "change",
    [{"hidden": (6, 3)}, {"hidden": (4, 5)}, {"hidden": (7, 7)}, {"features": (0, 1, 2, 5)}],
    ids=str,
)
@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid"])
def test_that_added_neurons_and_inputs_leave_the_answers_as_they_were(change, activation) -> None:
    before = trained(activation=activation)
    after = grown(before, **change)
    np.testing.assert_allclose(outputs(after), outputs(before), atol=1e-12)


def test_that_added_neurons_learn() -> None:
    before = trained()
    after = grown(before, hidden=(6, 3))
    start = after.trainer.parameters.copy()
    for _ in range(2):
        after.trainer.train_batch()
    new = after.network.parameter_map.marks([(1, 4), (1, 5)])
    assert (after.trainer.parameters[new] != start[new]).all()


def test_that_an_added_relu_layer_hands_on_what_it_gets() -> None:
    before = trained(activation="relu")
    after = grown(before, hidden=(4, 3, 3, 3))
    np.testing.assert_allclose(outputs(after), outputs(before), atol=1e-12)


def test_that_an_added_tanh_layer_answers_much_as_before() -> None:
    before = trained()
    after = grown(before, hidden=(4, 3, 3))
    assert np.corrcoef(outputs(after)[:, 0], outputs(before)[:, 0])[0, 1] > 0.95


def test_that_what_is_left_after_removing_neurons_keeps_its_weights() -> None:
    before = trained()
    after = grown(before, hidden=(2, 3))
    for key, value in zip(after.network.parameter_map.keys, after.trainer.parameters, strict=True):
        place = before.network.parameter_map.index_of(key)
        assert place is not None
        assert value == before.trainer.parameters[place]


def test_that_without_its_last_layer_the_output_starts_anew() -> None:
    before = trained()
    after = grown(before, hidden=(4,))
    layer = after.network.parameter_map.marks([(1,)])
    np.testing.assert_array_equal(after.trainer.parameters[layer], before.trainer.parameters[: layer.sum()])
    weights = after.network.parameter_map.of_neuron(OUTPUT, 0)
    np.testing.assert_array_equal(
        after.trainer.parameters[weights][:-1], after.network.first_parameters[weights][:-1]
    )


def test_that_a_first_hidden_layer_and_what_reads_it_start_anew() -> None:
    before = trained(hidden=())
    after = grown(before, hidden=(4,))
    weights = after.network.parameter_map.of_neuron(OUTPUT, 0)
    np.testing.assert_array_equal(
        after.trainer.parameters[weights][:-1], after.network.first_parameters[weights][:-1]
    )
    assert after.trainer.epoch == before.trainer.epoch


@given(
    before=st.lists(st.integers(1, 4), max_size=4),
    after=st.lists(st.integers(1, 4), max_size=4),
    inputs=st.sets(st.integers(0, 6), min_size=1),
)
@settings(max_examples=25)
def test_that_any_network_goes_on_as_any_other(before, after, inputs) -> None:
    run = trained(hidden=tuple(before))
    changed = run.network.experiment.with_(hidden=tuple(after), features=tuple(sorted(inputs)))
    onward = Training(Network.of(changed, run.network), run)
    assert np.isfinite(onward.trainer.parameters).all()
    if before == after and tuple(sorted(inputs)) == (0, 1):
        np.testing.assert_array_equal(onward.trainer.parameters, run.trainer.parameters)
    onward.trainer.train_batch()


def test_that_the_optimizers_memory_goes_along() -> None:
    before = trained()
    after = grown(before, hidden=(6, 3))
    theirs, ours = before.trainer.state_dict(), after.trainer.state_dict()
    assert ours["updates"] == theirs["updates"]


def test_that_an_input_exchanged_for_another_keeps_the_weights_of_those_that_stay() -> None:
    before = trained()
    after = grown(before, features=(1, 4))
    stays, comes = (
        [after.trainer.parameters[after.network.parameter_map.index_of((1, n, source))] for n in range(4)]
        for source in (1, 4)
    )
    assert stays == [
        before.trainer.parameters[before.network.parameter_map.index_of((1, n, 1))] for n in range(4)
    ]
    assert comes == [0.0] * 4

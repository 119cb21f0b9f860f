from __future__ import annotations

import numpy as np
import pytest

from engine import Scalar
from engine.losses import encode_targets
from playground.models.data.datasets import load_dataset
from playground.models.diagnosis.inspection import inspect
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training

CASES = [
    {"dataset": "iris"}, {"dataset": "iris", "loss": "squared_error"}, {"dataset": "circle"},
    {"dataset": "circle", "loss": "binary_cross_entropy"}, {"dataset": "circle", "loss": "hinge"},
    {"dataset": "circle", "loss": "squared_error"}, {"dataset": "plane"},
    {"dataset": "diabetes", "hidden": ()},
    {"dataset": "circle", "features": (2, 3, 6), "hidden": (3,)},
]  # fmt: skip


@pytest.mark.parametrize("values", CASES, ids=lambda values: "-".join(map(str, values.values())))
def test_that_the_loss_is_the_one_of_the_scalar_network(values):
    run = Training.of(Experiment(**{"hidden": (4,), **values}))
    run.trainer.train_for(20.0, 5)
    run.trainer.snapshot()  # writes the weights into the model
    split = run.network.split
    for row in (int(split.train_indices[0]), int(split.test_indices[0])):
        inspection = inspect(run.network, run.trainer.parameters, row)
        inputs = split.to_model(split.dataset.X[row]).tolist()
        outputs = run.trainer.model([Scalar(value) for value in inputs])
        y = split.dataset.y[row : row + 1]
        if split.dataset.task == "regression":
            y = (y - split.target_mean) / split.target_scale
        n_outputs = run.network.structure[-1]
        encoded = encode_targets(y, run.trainer.loss, n_outputs, run.trainer.output_activation)[0].tolist()
        truth = run.trainer.loss.function(outputs if isinstance(outputs, list) else [outputs], encoded)
        assert inspection.loss == pytest.approx(truth.value, rel=1e-9, abs=1e-12)
        assert inspection.is_training is (row == int(split.train_indices[0]))


def test_that_probabilities_are_those_of_the_network_and_logits_lie_before_them():
    run = Training.of(Experiment(hidden=(4,)))
    inspection = inspect(run.network, run.trainer.parameters, 7)
    outputs = run.trainer.predict(run.network.split.to_model(run.network.split.dataset.X[7:8]))[0]
    assert inspection.probabilities is not None
    np.testing.assert_allclose(inspection.probabilities, outputs)
    powers = np.exp(inspection.logits)
    np.testing.assert_allclose(powers / powers.sum(), outputs)
    assert inspection.predicted == outputs.argmax()
    assert inspection.is_right == (inspection.target == inspection.predicted)


def test_that_scores_that_are_no_probabilities_are_not_passed_off_as_such():
    run = Training.of(Experiment(dataset="circle", loss="hinge", hidden=(3,)))
    assert inspect(run.network, run.trainer.parameters, 0).probabilities is None


def test_that_a_prediction_of_a_number_is_in_the_units_of_the_data():
    run = Training.of(Experiment(dataset="diabetes", hidden=(3,)))
    run.trainer.train_for(20.0, 20)
    inspection = inspect(run.network, run.trainer.parameters, 3)
    predicted = run.network.split.target_to_data(
        run.trainer.predict(run.network.split.to_model(run.network.split.dataset.X[3:4]))
    )
    assert inspection.predicted == pytest.approx(float(predicted[0, 0]))
    assert inspection.target == run.network.split.dataset.y[3]


def test_that_a_sample_tells_its_own_pixels_and_label_where_training_is_given_others():
    wrong = Experiment(dataset="digits", hidden=(2,), views_for_permute=True, labels_off_by_one=True)
    network = Training.of(wrong).network
    dataset, split = load_dataset("digits"), network.split
    row = int(split.train_indices[0])
    inspection = inspect(network, network.first_parameters, row)
    assert inspection.own_pixels is not None
    np.testing.assert_array_equal(inspection.own_pixels, dataset.X[row])
    np.testing.assert_array_equal(split.to_model(inspection.features[None]), split.X_train[:1])
    assert (inspection.own_target, inspection.target) == (dataset.y[row], (dataset.y[row] + 1) % 10)
    tested = inspect(network, network.first_parameters, int(split.test_indices[0]))
    assert tested.own_target is None  # labels are wrong in the training part alone
    right = Training.of(wrong.with_(views_for_permute=False, labels_off_by_one=False)).network
    healthy = inspect(right, right.first_parameters, row)
    assert (healthy.own_pixels, healthy.own_target) == (None, None)


@pytest.mark.parametrize("leaks", [False, True])
def test_that_a_leaked_point_belongs_to_both_parts(leaks):
    network = Training.of(Experiment(leaks_test_data=leaks)).network
    trained, tested = (
        inspect(network, network.first_parameters, int(rows[0]))
        for rows in (network.split.train_indices, network.split.test_indices)
    )
    assert (trained.is_training, trained.is_leaked) == (True, False)
    assert (tested.is_training, tested.is_leaked) == (leaks, leaks)


def test_that_a_point_with_batch_norm_in_train_mode_is_looked_at_among_its_part():
    run = Training.of(Experiment(hidden=(4,), batch_norm=(True,), forgets_eval=True, batch_size=10))
    run.trainer.train_for(20.0, 5)
    split = run.network.split
    for rows in (split.train_indices, split.test_indices):
        outputs = run.network.outputs(split.to_model(split.dataset.X[rows]), run.trainer.parameters)
        for place in (0, 3):
            inspection = inspect(run.network, run.trainer.parameters, int(rows[place]))
            assert inspection.probabilities is not None
            np.testing.assert_allclose(inspection.probabilities, outputs[place], rtol=1e-9)
            assert inspection.predicted == outputs[place].argmax()

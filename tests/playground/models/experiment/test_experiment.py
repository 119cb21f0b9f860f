from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import CosineSchedule, StepSchedule
from engine.losses import LOSSES
from engine.nn import INITIALIZERS
from engine.operations import OPERATIONS
from playground.models.data.datasets import DATASETS
from playground.models.experiment.choices import (
    ACTIVATIONS,
    INITIALIZATIONS,
    LOSS_TITLES,
    OPTIMIZERS,
    REGULARIZATIONS,
    SCHEDULES,
)
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import Switch, settings_of

keys = st.tuples(st.integers(-1, 10), st.integers(0, 63), st.integers(-1, 63))
experiments = st.builds(
    Experiment,
    dataset=st.sampled_from(list(DATASETS)),
    n_samples=st.integers(10, 100_000),
    redraws=st.integers(0, 1000),
    features=st.none() | st.sets(st.integers(0, 63)).map(lambda chosen: tuple(sorted(chosen))),
    name=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=80),
    n_classes=st.integers(2, 10),
    train_fraction=st.floats(0.1, 0.9),
    noise=st.floats(0, 1),
    batch_size=st.integers(1, 100_000),
    seed=st.integers(0, 2**31 - 1),
    hidden=st.lists(st.integers(1, 64), max_size=10).map(tuple),
    activation=st.sampled_from(list(ACTIVATIONS)),
    initializer=st.sampled_from(list(INITIALIZATIONS)),
    loss=st.sampled_from(list(LOSS_TITLES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=st.floats(1e-9, 1e3),
    regularization=st.sampled_from(list(REGULARIZATIONS)),
    regularization_rate=st.floats(0, 100),
    layer_activations=st.lists(st.sampled_from(["", *ACTIVATIONS]), max_size=10).map(tuple),
    batch_norm=st.lists(st.booleans(), max_size=10).map(tuple),
    initial_range=st.floats(0, 100),
    weight_draws=st.integers(0, 1000),
    schedule=st.sampled_from(list(SCHEDULES)),
    schedule_epochs=st.integers(1, 10**9),
    clip_norm=st.floats(0, 1e6),
    dropout=st.floats(0, 0.9),
    batches_per_update=st.integers(1, 1000),
    frozen=st.lists(st.one_of(keys, keys.map(lambda key: key[:2]), keys.map(lambda key: key[:1]))).map(tuple),
    switched_off=st.lists(keys.map(lambda key: key[:2])).map(tuple),
    stop_epoch=st.integers(0, 10**9),
    stop_loss=st.floats(0, 1e6),
    stop_accuracy=st.floats(0, 1),
    stop_patience=st.integers(0, 10**9),
    **{name: st.booleans() for name, it in settings_of(Experiment).items() if isinstance(it.kind, Switch)},
)


@given(experiments)
def test_that_every_experiment_survives_json(experiment):
    assert Experiment.from_json(experiment.to_json()) == experiment


@pytest.mark.parametrize(
    "text",
    [
        "[]", "1", "null", '"iris"', '{"unknown": 1}', '{"hidden": 5}', '{"hidden": "66"}', '{"hidden": [0]}',
        '{"hidden": [2.5]}', '{"dataset": []}', '{"dataset": null}', '{"seed": "7"}', '{"seed": 1.5}',
        '{"learning_rate": NaN}', '{"learning_rate": Infinity}', '{"learning_rate": 1' + "0" * 400 + "}",
        '{"features": [1, 0]}', '{"features": [true]}', '{"features": "12"}', '{"name": 3}',
        '{"redraws": -1}',
        '{"n_samples": 5}', '{"dataset": "own"}', '{"source": {"kind": "cloud"}}', '{"source": 4}',
        '{"standardize": 1}', '{"batch_size": true}', '{"noise": true}',
    ],
)  # fmt: skip
def test_that_json_of_something_else_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        Experiment.from_json(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dataset", "flowers"), ("activation", "step"), ("initializer", "ones"), ("optimizer", "best"),
        ("regularization", "l3"), ("loss", "mse"), ("train_fraction", 0.95), ("train_fraction", 0.05),
        ("noise", -0.1), ("noise", 1.1), ("batch_size", 0), ("seed", -1), ("seed", 2**31), ("n_classes", 1),
        ("learning_rate", 0.0), ("learning_rate", float("inf")), ("regularization_rate", -1.0),
        ("schedule", "never"), ("schedule_epochs", 0), ("clip_norm", -1.0), ("dropout", 0.95),
        ("stop_loss", -1.0), ("stop_accuracy", 1.5), ("stop_epoch", -2), ("stop_patience", -3),
        ("initial_range", -0.5), ("weight_draws", -1), ("forgets_eval", 3), ("layer_activations", 5),
        ("frozen", 7), ("switched_off", 8), ("hidden", (65,)), ("hidden", (0,)), ("hidden", (2,) * 11),
    ],
)  # fmt: skip
def test_that_a_value_out_of_range_is_named_and_refused(name, value):
    with pytest.raises(ValueError, match=name.split("_")[0]) as caught:
        Experiment(**{name: value})
    given = len(value) if name == "hidden" and len(value) > 1 else value[0] if name == "hidden" else value
    assert str(given) in str(caught.value)


def test_that_all_tables_name_what_the_engine_knows():
    assert set(INITIALIZATIONS) == {*INITIALIZERS, "custom", "equal"}
    assert set(ACTIVATIONS) <= {*OPERATIONS, "linear"}
    assert set(LOSS_TITLES) <= set(LOSSES)


def test_that_layers_have_the_common_activation_or_their_own():
    experiment = Experiment(hidden=(4, 4, 4), activation="tanh", layer_activations=("", "relu"))
    assert experiment.activations == ("tanh", "relu", "tanh")
    assert experiment.with_(hidden=(4,)).activations == ("tanh",)
    assert experiment.with_(hidden=(4,)).layer_activations == ()
    with pytest.raises(ValueError, match="step"):
        Experiment(layer_activations=("step",))


def test_that_marks_of_neurons_that_are_gone_are_dropped():
    marks = ((1,), (2, 3), (2, 5, 0), (3,), (-1, 0, -1))
    experiment = Experiment(hidden=(4, 6), frozen=marks, switched_off=((1, 3), (2, 5), (2, 6)))
    assert experiment.frozen == ((1,), (2, 3), (-1, 0, -1), (2, 5, 0))
    assert experiment.switched_off == ((1, 3), (2, 5))
    smaller = experiment.with_(hidden=(4, 4))
    assert smaller.frozen == ((1,), (2, 3), (-1, 0, -1))
    assert smaller.switched_off == ((1, 3),)


def test_that_a_damaged_mark_is_refused():
    with pytest.raises(ValueError, match="frozen must be lists of 1 or 2 or 3 numbers"):
        Experiment.from_dict({"frozen": [[1, 2, 3, 4]]})
    with pytest.raises(ValueError, match="a number in switched_off"):
        Experiment.from_dict({"switched_off": [[1, 0.5]]})


def test_that_new_weights_have_a_seed_of_their_own_and_the_data_keep_theirs():
    experiment = Experiment(seed=4)
    other = experiment.with_(weight_draws=1)
    assert other.weight_seed != experiment.weight_seed
    assert other.data_seed == experiment.data_seed


def test_that_schedules_are_made_of_their_settings():
    assert Experiment().make_schedule() is None
    assert Experiment(schedule="step", schedule_epochs=7).make_schedule() == StepSchedule(7)
    assert Experiment(schedule="cosine", schedule_epochs=7).make_schedule() == CosineSchedule(7)


def test_that_a_loss_that_does_not_fit_is_replaced_and_another_kept():
    experiment = Experiment(loss="hinge")
    assert experiment.fitted_to("classification", 2) is experiment
    assert experiment.fitted_to("classification", 3).loss == "cross_entropy"
    assert experiment.fitted_to("regression", 0).loss == "squared_error"


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("kind", "rates"), [("none", (0.0, 0.0)), ("l1", (0.3, 0.0)), ("l2", (0.0, 0.3))])
def test_that_the_optimizer_gets_rate_and_penalty(name, kind, rates):
    experiment = Experiment(optimizer=name, learning_rate=0.2, regularization=kind, regularization_rate=0.3)
    optimizer = experiment.make_optimizer()
    assert type(optimizer) is OPTIMIZERS[name][1]
    assert optimizer.learning_rate == 0.2
    assert (optimizer.l1, optimizer.l2) == rates


def test_that_experiments_are_immutable_and_copies_change_one_thing():
    experiment = Experiment()
    with pytest.raises(dataclasses.FrozenInstanceError):
        experiment.seed = 3  # type: ignore[misc]
    assert experiment.with_(seed=3) == Experiment(seed=3)
    assert Experiment(hidden=[3, 4]).hidden == (3, 4)  # type: ignore[arg-type]


def test_that_the_title_says_what_it_is():
    assert Experiment(hidden=(3,), activation="relu").title == "Iris, 3 ReLU"
    assert Experiment(hidden=()).title == "Iris, no hidden layer"


def test_that_a_given_name_is_the_title():
    assert Experiment(name="My flowers").title == "My flowers"


def test_that_redraws_change_the_seed_of_the_data_and_not_that_of_the_weights():
    first, again = Experiment(seed=5), Experiment(seed=5, redraws=1)
    assert first.data_seed == 5
    assert again.data_seed != 5
    assert again.seed == 5


def test_that_the_largest_seed_can_be_redrawn_too():
    assert 0 <= Experiment(seed=2**31 - 1, redraws=1_000_000).data_seed < 2**31

"""Batch normalisation: its formula in NumPy, finite differences, PyTorch, and all backends alike."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine import MLP, SGD, Adam, Scalar, ScalarError, Trainer, compile, gradient_check, losses
from engine.batch_norm import EPSILON, BatchNorm
from engine.losses import find_loss
from engine.training.backends import BACKENDS, ModelRunner
from tests.engine.guard_pages import guarded

Array = NDArray[np.float64]
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch (the extra bench) is missing")


def data(
    n: int = 23, n_inputs: int = 3, n_classes: int = 3, seed: int = 5
) -> tuple[Array, NDArray[np.int64]]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, n_inputs)), rng.integers(0, n_classes, n)


def network(*sizes: int, seed: int = 1, **settings: Any) -> MLP:
    return MLP([3, *sizes, 3], activation="tanh", seed=seed, **{"batch_norm": True, **settings})


def trained(backend: str, model: MLP, epochs: int = 4, **settings: Any) -> Trainer:
    X, y = data()
    trainer = Trainer(
        model, X, y, backend=backend, reduction="mean", **{"optimizer": SGD(learning_rate=0.1), **settings}
    )
    for _ in trainer.run(epochs):
        pass
    return trainer


def model_of(trainer: Trainer) -> MLP:
    assert isinstance(trainer.model, MLP)
    return trainer.model


def outputs_of(model: MLP, row: list[float]) -> list[float]:
    return [p.value for p in model.layer_outputs(row)[-1]]


def normalised_in_numpy(z: Array, gamma: Array, beta: Array) -> Array:
    return gamma * (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + EPSILON) + beta


def outputs_in_numpy(model: MLP, X: Array) -> Array:
    """Return probabilities in train mode, by matrices."""
    for layer in model.layers:
        z = X @ np.array([[w.value for w in neuron.weights] for neuron in layer.neurons]).T
        z = z + [0.0 if neuron.bias is None else neuron.bias.value for neuron in layer.neurons]
        norms = [neuron.norm for neuron in layer.neurons if neuron.norm is not None]
        if norms:
            z = normalised_in_numpy(
                z,
                np.array([norm.gamma.value for norm in norms]),
                np.array([norm.beta.value for norm in norms]),
            )
        X = np.tanh(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def with_odd_gamma_and_beta(model: MLP) -> MLP:
    rng = np.random.default_rng(9)
    for layer in model.layers:
        for neuron in layer.neurons:
            if neuron.norm is not None:
                neuron.norm.gamma.value, neuron.norm.beta.value = rng.uniform(0.5, 2.0), rng.normal()
    return model


def test_that_a_batch_is_normalised_as_the_formula_in_numpy_says() -> None:
    model, (X, _) = with_odd_gamma_and_beta(network(5, 4)), data()
    found = model.on_batch(X.tolist())
    values = np.array([[p.value for p in row] for row in found.layers[-1]])
    np.testing.assert_allclose(values, outputs_in_numpy(model, X), rtol=1e-12)


def test_that_the_graph_of_a_batch_passes_the_gradient_check_at_every_node() -> None:
    norm = BatchNorm()
    z = [Scalar(value) for value in (0.3, -1.2, 2.5, 0.9)]
    outputs, (mean, variance) = norm.over_batch(z)
    weighted = [output * factor for output, factor in zip(outputs, (1.0, -2.0, 0.5, 3.0), strict=True)]
    total = sum(weighted[1:], start=weighted[0])
    assert gradient_check(total).ok
    assert (mean.value, variance.value) == pytest.approx((0.625, np.var([0.3, -1.2, 2.5, 0.9])))


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_gradients_are_the_finite_differences_of_the_loss_of_a_batch(backend: str) -> None:
    model, (X, y) = with_odd_gamma_and_beta(network(4, 3)), data(7)
    source = ModelRunner(model, 3, losses.cross_entropy, backend).backend
    targets = np.eye(3)[y]
    learned = np.array([leaf.value for leaf in model.parameters()])
    parameters = np.append(learned, [leaf.value for leaf in model.running_statistics()])

    def loss(values: Array) -> float:
        for leaf, value in zip(model.parameters(), values.tolist(), strict=True):
            leaf.value = value
        return float(-(targets * np.log(outputs_in_numpy(model, X))).sum())

    slopes = []
    for index in range(len(learned)):
        step = np.zeros(len(learned))
        step[index] = 1e-6
        slopes.append((loss(learned + step) - loss(learned - step)) / 2e-6)
    values, gradients, _ = source.train_pass(parameters, X, targets)
    assert values.sum() == pytest.approx(loss(learned), rel=1e-12)
    np.testing.assert_allclose(gradients[: len(learned)], slopes, rtol=1e-6, atol=1e-7)
    assert not gradients[len(learned) :].any(), "running statistics take no part in train mode"


@settings(max_examples=8, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=3), batch=st.integers(2, 26),
    batches=st.integers(1, 3), kept=st.booleans(), output_bias=st.booleans(),
    dropout=st.sampled_from((0.0, 0.4)), seed=st.integers(0, 99),
)  # fmt: skip
def test_that_all_backends_train_to_the_same_numbers(
    sizes: list[int], batch: int, batches: int, kept: bool, output_bias: bool, dropout: float, seed: int
) -> None:
    marks = [index % 2 == 0 for index in range(len(sizes))]
    results = []
    for backend in BACKENDS:
        model = network(*sizes, seed=seed, batch_norm=marks, bias_before_norm=kept, output_bias=output_bias)
        with guarded():  # around all memory of machine code
            trainer = Trainer(
                model, *data(), backend=backend, reduction="mean", optimizer=SGD(learning_rate=0.1)
            )
            trainer.set_batch_size(batch, batches)
            trainer.set_gates(None, dropout)
            course = [snapshot.train_loss for snapshot in trainer.run(3)]
            results.append([*course, trainer.train_loss(), *trainer.parameters])
    for result in results[1:]:
        np.testing.assert_allclose(result, results[0], rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_running_statistics_follow_mean_and_unbiased_variance_of_each_batch(backend: str) -> None:
    model, (X, y) = network(2), data(6)
    layer = model.layers[0]
    z = X @ np.array([[w.value for w in neuron.weights] for neuron in layer.neurons]).T
    trainer = Trainer(model, X, y, backend=backend)
    trainer.train_batch()
    expected = np.stack((0.1 * z.mean(axis=0), 0.9 + 0.1 * z.var(axis=0, ddof=1)), axis=1).ravel()
    np.testing.assert_allclose(trainer.parameters[-4:], expected, rtol=1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_sample_is_evaluated_by_running_statistics_whatever_stands_beside_it(backend: str) -> None:
    trainer, (X, _) = trained(backend, network(4)), data()
    alone = trainer.predict(X[:1])
    np.testing.assert_allclose(trainer.predict(X)[:1], alone, rtol=1e-13)
    layer = model_of(trainer).layers[0]
    z = X[0] @ np.array([[w.value for w in neuron.weights] for neuron in layer.neurons]).T
    norms = [neuron.norm for neuron in layer.neurons if neuron.norm is not None]
    gamma, beta = np.array([[leaf.value for leaf in norm.parameters()] for norm in norms]).T
    mean, variance = np.array([[leaf.value for leaf in norm.running_statistics()] for norm in norms]).T
    hidden = np.tanh(gamma * (z - mean) / np.sqrt(variance + EPSILON) + beta)
    found = trainer.forward_pass()
    np.testing.assert_allclose(
        found.values(trainer.parameters, X[:1], found.neurons[0])[:, 0], hidden, rtol=1e-12
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_who_forgets_eval_sees_the_statistics_of_what_is_evaluated(backend: str) -> None:
    trainer, (X, _) = trained(backend, network(4)), data()
    trainer.forgets_eval = True
    for part in (X, X[:5]):
        np.testing.assert_allclose(
            trainer.predict(part), outputs_in_numpy(model_of(trainer), part), rtol=1e-11
        )
    found = trainer.forward_pass()
    seen = found.values(trainer.parameters, X, found.neurons[-1]).T
    np.testing.assert_allclose(seen, outputs_in_numpy(model_of(trainer), X), rtol=1e-11)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_bias_before_it_gets_no_gradient_but_rounding(backend: str) -> None:
    model, (X, y) = network(5, bias_before_norm=True), data()
    trainer = Trainer(model, X, y, backend=backend, reduction="mean")
    gradients = trainer.look_ahead().gradients
    is_bias = [leaf.label is not None and leaf.label.startswith("bias") for leaf in model.parameters()]
    hidden = [index for index, bias in enumerate(is_bias) if bias][:5]
    np.testing.assert_allclose(gradients[hidden], 0.0, atol=1e-15)
    weights = [index for index, bias in enumerate(is_bias) if not bias]
    assert np.abs(gradients[weights]).max() > 1e-3
    assert not any(neuron.bias for neuron in network(5).layers[0].neurons)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_single_sample_left_at_the_end_goes_with_the_batch_before(backend: str) -> None:
    X, y = data(13)
    trainer = Trainer(network(3), X, y, backend=backend, batch_size=4)
    assert trainer.updates_per_epoch == 3
    assert [trainer.train_batch() for _ in range(3)] == [False, False, True]
    whole = Trainer(network(3, batch_norm=False), X, y, backend=backend, batch_size=4)
    assert whole.updates_per_epoch == 4
    assert [whole.train_batch() for _ in range(4)] == [False, False, False, True]


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_batches_of_one_update_are_normalised_each_by_itself(backend: str) -> None:
    X, y = data(12)
    apart, whole = (Trainer(network(3), X, y, backend=backend, reduction="mean") for _ in range(2))
    apart.set_batch_size(4, batches=3)
    parts = [Trainer(network(3), X[i : i + 4], y[i : i + 4], reduction="mean") for i in (0, 4, 8)]
    expected = np.mean([part.look_ahead().gradients for part in parts], axis=0)
    np.testing.assert_allclose(apart.look_ahead().gradients, expected, rtol=1e-11, atol=1e-14)
    before = apart.parameters
    assert [apart.train_batch(), whole.train_batch()] == [True, True]
    learned = len(before) - 6
    np.testing.assert_allclose(apart.parameters[:learned], (before - 0.01 * expected)[:learned], rtol=1e-11)
    assert np.abs(apart.parameters - whole.parameters).max() > 1e-4, "a batch of 12 is another thing"


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_batch_of_one_is_refused_and_changes_nothing(backend: str) -> None:
    X, y = data()
    with pytest.raises(ValueError, match="at least 2 samples in a batch"):
        Trainer(network(3), X, y, backend=backend, batch_size=1)
    with pytest.raises(ValueError, match="at least 2 samples in a batch"):
        Trainer(network(3), X[:1], y[:1], backend=backend)
    trainer = Trainer(network(3), X, y, backend=backend, batch_size=2)
    with pytest.raises(ValueError, match="at least 2 samples in a batch"):
        trainer.set_batch_size(1)
    with pytest.raises(ValueError, match="at least 2 samples in a batch"):
        trainer.set_data(X[:1], y[:1])
    with pytest.raises(ValueError, match="at least 2 samples in a batch"):
        trainer.gradients(1)
    assert (trainer.batch_size, trainer.updates_per_epoch) == (2, 11)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_frozen_network_keeps_gamma_and_beta_and_still_follows_the_batches(backend: str) -> None:
    trainer = Trainer(network(3), *data(), backend=backend, optimizer=Adam(learning_rate=0.1, l2=0.1))
    before = trainer.parameters
    trainer.freeze(np.ones(len(before), bool))
    trainer.train_batch()
    np.testing.assert_array_equal(trainer.parameters[:-6], before[:-6])
    assert (trainer.parameters[-6:] != before[-6:]).all()
    trainer.freeze(np.zeros(len(before), bool))
    trainer.train_batch()
    assert (trainer.parameters[:-6] != before[:-6]).all()


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_run_goes_on_bit_for_bit_from_its_state(backend: str) -> None:
    trainer = trained(backend, network(4), batch_size=5)
    state, kept = trainer.state(), trainer.state_dict()
    first = np.array([now.parameters for now in trainer.run(3)])
    trainer.go_back(state)
    np.testing.assert_array_equal(np.array([now.parameters for now in trainer.run(3)]), first)
    other = Trainer(
        network(4, seed=7), *data(), backend=backend, reduction="mean", batch_size=5,
        optimizer=SGD(learning_rate=0.1),
    )  # fmt: skip
    other.load_state_dict(kept)
    np.testing.assert_array_equal(np.array([now.parameters for now in other.run(3)]), first)


def test_that_a_state_with_a_negative_variance_is_refused() -> None:
    trainer = trained("array", network(2))
    kept = trainer.state_dict()
    kept["parameters"][-1] = -1.0
    with pytest.raises(ValueError, match="running variance is below 0"):
        trainer.load_state_dict(kept)
    with pytest.raises(ValueError, match="running variance is below 0"):
        trainer.set_parameters(kept["parameters"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_an_overflow_names_its_operation_and_leaves_the_last_good_state(backend: str) -> None:
    X, y = data()
    model = network(3)
    model.layers[0].neurons[1].weights[0].value = 1e200
    trainer = Trainer(model, X, y, backend=backend)
    before = trainer.parameters
    with pytest.raises(ScalarError, match=r"'\*' failed"):
        trainer.train_batch()
    np.testing.assert_array_equal(trainer.parameters, before)


def test_that_a_network_with_a_call_of_its_own_is_refused() -> None:
    class Own(MLP):
        def __call__(self, inputs: Any) -> Any:
            return super().__call__(inputs)

    with pytest.raises(ValueError, match="Own has a call of its own"):
        Trainer(Own([3, 2, 3], batch_norm=True), *data())


def test_that_numbers_by_name_hold_running_statistics() -> None:
    trained_model, other = model_of(trained("compiled", network(3))), network(3, seed=8)
    state = trained_model.state_dict()
    assert [len(state["layers.0.neurons.0"]), len(state["layers.1.neurons.0"])] == [3 + 2 + 2, 4]
    other.load_state_dict(state)
    row = [0.1, 0.2, 0.3]
    assert outputs_of(other, row) == outputs_of(trained_model, row)


def test_that_marks_of_another_number_than_hidden_layers_are_refused() -> None:
    with pytest.raises(ValueError, match="2 hidden layers take 2 marks of batch_norm, 1 were given"):
        network(3, 3, batch_norm=[True])


def test_that_a_compiled_program_uses_running_statistics() -> None:
    model, (X, y) = model_of(trained("array", network(4))), data()
    program = compile(model, loss="cross_entropy")
    expected = [outputs_of(model, row) for row in X.tolist()]
    np.testing.assert_allclose(program.forward(X), expected, rtol=1e-12)
    _, gradients = program.loss_and_gradients(X, y)
    assert len(gradients) == len(model.parameters())


@pytest.mark.parametrize("n", [2, 3, 4, 5, 130, 1000])
def test_that_machine_code_and_arrays_agree_for_any_number_of_samples(n: int) -> None:
    X, y = data(n)
    passes = []
    for backend in ("array", "compiled"):
        model = with_odd_gamma_and_beta(network(6, 5))
        parameters = Trainer(model, X, y, backend="array").parameters
        source = ModelRunner(model, 3, find_loss("cross_entropy").function, backend).backend
        with guarded():
            passes.append(source.train_pass(parameters, X, np.eye(3)[y]))
    for found, expected in zip(passes[1], passes[0], strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12 * n)


@needs_torch
@pytest.mark.parametrize("backend", BACKENDS)
def test_that_training_is_that_of_pytorch(backend: str) -> None:
    torch: Any = import_module("torch")

    X, y = data()
    trainer = Trainer(
        network(5, 4), X, y, backend=backend, reduction="mean", optimizer=SGD(learning_rate=0.1)
    )
    modules: list[Any] = []
    for layer in model_of(trainer).layers:
        rows = [[w.value for w in neuron.weights] for neuron in layer.neurons]
        weights = torch.tensor(rows, dtype=torch.float64)
        is_last = layer is model_of(trainer).layers[-1]
        linear = torch.nn.Linear(weights.shape[1], weights.shape[0], bias=is_last, dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(weights)
            if is_last:
                linear.bias.zero_()
        modules.append(linear)
        if not is_last:
            modules += [torch.nn.BatchNorm1d(weights.shape[0], dtype=torch.float64), torch.nn.Tanh()]
    peer = torch.nn.Sequential(*modules)
    step = torch.optim.SGD(peer.parameters(), lr=0.1)
    inputs, classes = torch.tensor(X), torch.tensor(y)
    for _ in range(5):
        step.zero_grad()
        loss = torch.nn.functional.cross_entropy(peer(inputs), classes)
        loss.backward()
        step.step()
        trainer.train_batch()
        assert trainer.last_train_loss == pytest.approx(loss.item(), rel=1e-11)
    norms = [module for module in peer if isinstance(module, torch.nn.BatchNorm1d)]
    running = np.concatenate([np.stack((m.running_mean, m.running_var), axis=1).ravel() for m in norms])
    np.testing.assert_allclose(trainer.parameters[-len(running) :], running, rtol=1e-11)
    peer.eval()
    expected = torch.softmax(peer(inputs), dim=1).detach().numpy()
    np.testing.assert_allclose(trainer.predict(X), expected, rtol=1e-11)

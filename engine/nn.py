"""Neurons, layers and networks made of Scalars."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.batch_norm import BatchNorm
from engine.checks import positive_integer
from engine.collector import collector_paused
from engine.operations import OPERATIONS
from engine.random_numbers import WEIGHTS, uniform
from engine.scalar import Scalar, ScalarLike, as_scalar, scalar_function

LINEAR = "linear"
INITIALIZERS = ("uniform", "xavier", "he", "zeros")
Outputs: TypeAlias = "Scalar | list[Scalar]"


def initial_limit(initializer: str, inputs: int, outputs: int, uniform_limit: float = 1.0) -> float:
    """Return the half-width of the even distribution the first weights are drawn from.

    ``uniform``: `uniform_limit`. ``xavier``: sqrt(6 / (inputs + outputs)) (Glorot and Bengio 2010).
    ``he``: sqrt(6 / inputs) (He et al. 2015). ``zeros``: 0.
    """
    limits = {
        "uniform": uniform_limit,
        "xavier": math.sqrt(6.0 / (inputs + outputs)),
        "he": math.sqrt(6.0 / inputs),
        "zeros": 0.0,
    }
    if not (math.isfinite(uniform_limit) and uniform_limit >= 0.0):
        raise ValueError(f"the range of the first weights must be at least 0, not {uniform_limit!r}")
    if initializer not in limits:
        raise ValueError(f"unknown initializer {initializer!r}: choose one of {', '.join(INITIALIZERS)}")
    return limits[initializer]


def _activation_name(activation: bool | str) -> str:
    if isinstance(activation, bool):
        return "sigmoid" if activation else LINEAR
    if activation != LINEAR and (activation not in OPERATIONS or not OPERATIONS[activation].is_unary):
        raise ValueError(f"unknown activation {activation!r}: 'linear' or an operation of one operand")
    return activation


def softmax(logits: Sequence[Scalar]) -> list[Scalar]:
    """Return probabilities exp(z_i) / sum(exp(z)); no finite logits overflow."""
    share = scalar_function("softmax")
    return [share(z, *logits[:i], *logits[i + 1 :]) for i, z in enumerate(logits)]


def alone_or_list(outputs: list[Scalar]) -> Outputs:
    """Return a single output as the Scalar itself, several as their list."""
    return outputs[0] if len(outputs) == 1 else outputs


class Neuron:
    """activation(w . x + b), or activation(norm(w . x)).

    Parameters
    ----------
    inputs
        Number of inputs.
    activation
        True for sigmoid, False for none, or a name: "linear" or any operation of one operand.
    weights, bias
        Initial values; even in [-1, 1) and 0 where not given. A bias of None leaves it out.
    norm
        Whether the weighted sum is normalised over the batch before the activation. A bias before it has no
        effect: the mean that is taken away contains it.
    """

    def __init__(
        self,
        inputs: int,
        activation: bool | str = True,
        *,
        weights: Sequence[float] | None = None,
        bias: float | None = 0.0,
        norm: bool = False,
        label: str | None = None,
    ) -> None:
        positive_integer(inputs, "the number of inputs")
        self.activation = _activation_name(activation)
        if weights is None:
            weights = list(2.0 * uniform(inputs, secrets.randbits(63), WEIGHTS) - 1.0)
        if len(weights) != inputs:
            raise ValueError(f"{inputs} inputs take {inputs} weights, {len(weights)} were given")
        of = f" of {label}" if label else ""
        self.label = label
        self.weights = [Scalar(w, label=f"weight {i}{of}") for i, w in enumerate(weights, 1)]
        self.bias = None if bias is None else Scalar(bias, label=f"bias{of}")
        self.norm = BatchNorm(label) if norm else None

    def __call__(self, inputs: Sequence[ScalarLike]) -> Scalar:
        """Return the neuron's output for a list of numbers or Scalars."""
        total = self.weighted_sum(inputs)
        return self.activated(total if self.norm is None else self.norm(total))

    def weighted_sum(self, inputs: Sequence[ScalarLike]) -> Scalar:
        """Return the sum before normalisation and activation, with the bias if there is one."""
        if len(inputs) != len(self.weights):
            raise ValueError(
                f"{self.label or 'a neuron'} takes {len(self.weights)} inputs, {len(inputs)} were given"
            )
        total = self.weights[0] * inputs[0]
        for weight, value in zip(self.weights[1:], inputs[1:], strict=True):
            total = total + weight * value
        return total if self.bias is None else total + self.bias

    def activated(self, total: Scalar) -> Scalar:
        """Return the output for what goes into the activation."""
        output = total if self.activation == LINEAR else scalar_function(self.activation)(total)
        output.label = self.label
        return output

    def on_batch(self, batch: Sequence[Sequence[ScalarLike]]) -> tuple[list[Scalar], tuple[Scalar, ...]]:
        """Return the output for each sample of a batch (train mode), and the statistics of the batch."""
        totals = [self.weighted_sum(inputs) for inputs in batch]
        statistics: tuple[Scalar, ...] = ()
        if self.norm is not None:
            totals, statistics = self.norm.over_batch(totals)
        return [self.activated(total) for total in totals], statistics

    def parameters(self) -> list[Scalar]:
        """Return the weights, the bias if there is one, then gamma and beta where it is normalised."""
        bias = [] if self.bias is None else [self.bias]
        return [*self.weights, *bias, *([] if self.norm is None else self.norm.parameters())]

    def __repr__(self) -> str:
        return f"Neuron({len(self.weights)}, {self.activation})"


class Layer:
    """Neurons that share their inputs, with a softmax over them on request."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        softmax: bool = False,
        *,
        activation: bool | str = True,
        initializer: str = "uniform",
        uniform_limit: float = 1.0,
        seed: int | None = None,
        bias: bool = True,
        norm: bool = False,
        label: str | None = None,
    ) -> None:
        positive_integer(inputs, "the number of inputs")
        positive_integer(outputs, "the number of outputs")
        if softmax and outputs == 1:
            raise ValueError("softmax over one output is always 1: use at least two outputs, or no softmax")
        self.softmax = softmax
        limit = initial_limit(initializer, inputs, outputs, uniform_limit)
        draws = uniform(inputs * outputs, secrets.randbits(63) if seed is None else seed, WEIGHTS)
        values = (limit * (2.0 * draws - 1.0)).reshape(outputs, inputs).tolist()
        where = f" in {label}" if label else ""
        self.neurons = [
            Neuron(
                inputs, False if softmax else activation, weights=row, bias=0.0 if bias else None, norm=norm,
                label=f"neuron {i}{where}",
            )
            for i, row in enumerate(values, 1)
        ]  # fmt: skip

    def __call__(self, inputs: Sequence[ScalarLike]) -> Outputs:
        """Return one Scalar a neuron; a single one comes as the Scalar itself."""
        return alone_or_list(self.outputs(inputs))

    def outputs(self, inputs: Sequence[ScalarLike]) -> list[Scalar]:
        """Return the list of one Scalar a neuron."""
        shared = [as_scalar(value) for value in inputs]
        outputs = [neuron(shared) for neuron in self.neurons]
        return softmax(outputs) if self.softmax else outputs

    def on_batch(self, batch: Sequence[Sequence[ScalarLike]]) -> tuple[list[list[Scalar]], list[Scalar]]:
        """Return the list of one Scalar a neuron for each sample (train mode), and the batch's statistics."""
        shared = [[as_scalar(value) for value in inputs] for inputs in batch]
        columns, statistics = zip(*(neuron.on_batch(shared) for neuron in self.neurons), strict=True)
        rows = [list(row) for row in zip(*columns, strict=True)]
        found = [statistic for pair in statistics for statistic in pair]
        return [softmax(row) for row in rows] if self.softmax else rows, found

    def parameters(self) -> list[Scalar]:
        """Return the parameters of all neurons, in order."""
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]

    def __repr__(self) -> str:
        first = self.neurons[0]
        kind = "softmax" if self.softmax else first.activation
        return f"Layer({len(first.weights)} -> {len(self.neurons)}, {kind})"


@dataclass(frozen=True)
class BatchOutputs:
    """What a network makes of a batch in train mode.

    Attributes
    ----------
    layers
        The outputs by layer, sample, and neuron.
    statistics
        Mean and variance of each normalised neuron, in the order of `MLP.running_statistics`.
    """

    layers: list[list[list[Scalar]]]
    statistics: list[Scalar]

    @property
    def outputs(self) -> list[Outputs]:
        """Of the network, for each sample."""
        return [alone_or_list(row) for row in self.layers[-1]]


class MLP:
    """A multi-layer perceptron made of Scalars.

    Parameters
    ----------
    structure
        Sizes from inputs to outputs, e.g. ``[4, 6, 6, 3]``.
    final_layer_softmax
        Whether the outputs are probabilities.
    activation
        One name for all hidden layers, or one per hidden layer.
    output_activation
        Without softmax, the activation of the output layer; None means the (last) hidden `activation`,
        as in the notebook the project began with. "linear" for regression.
    initializer
        One of `INITIALIZERS`; biases start at 0.
    seed
        The same seed gives the same weights; None draws a new one.
    uniform_limit
        With the initializer "uniform", weights lie between minus and plus this.
    batch_norm
        Whether hidden layers are normalised over the batch: one mark for all, or one per hidden layer.
    bias_before_norm
        Whether normalised layers keep the bias that has no effect there: a mistake to demonstrate.
    output_bias
        Whether the output layer has biases.

    Raises
    ------
    ValueError
        A structure shorter than two, a size that is not a positive integer, an unknown name, a
        wrong number of activations, softmax over one output.
    """

    @collector_paused()
    def __init__(
        self,
        structure: Sequence[int],
        final_layer_softmax: bool = True,
        activation: str | Sequence[str] = "sigmoid",
        output_activation: str | None = None,
        initializer: str = "uniform",
        seed: int | None = None,
        *,
        uniform_limit: float = 1.0,
        batch_norm: bool | Sequence[bool] = False,
        bias_before_norm: bool = False,
        output_bias: bool = True,
    ) -> None:
        if len(structure) < 2:
            raise ValueError(
                f"a network needs at least inputs and outputs, structure {list(structure)} was given"
            )
        self.structure = tuple(positive_integer(size, "every size in the structure") for size in structure)
        hidden = len(self.structure) - 2
        names = [activation] if isinstance(activation, str) else list(activation)
        for name in names if output_activation is None else [*names, output_activation]:
            _activation_name(name)  # also where softmax or the lack of hidden layers leaves it unused
        self.activations = tuple(names * hidden if isinstance(activation, str) else names)
        if len(self.activations) != hidden:
            raise ValueError(
                f"{hidden} hidden layers take {hidden} activations, {len(self.activations)} were given"
            )
        self.batch_norm = (batch_norm,) * hidden if isinstance(batch_norm, bool) else tuple(batch_norm)
        if len(self.batch_norm) != hidden:
            raise ValueError(
                f"{hidden} hidden layers take {hidden} marks of batch_norm, {len(self.batch_norm)} were given"
            )
        if output_activation is None:
            output_activation = (
                activation if isinstance(activation, str) else (*self.activations, LINEAR)[hidden - 1]
            )
        self.output_activation = "softmax" if final_layer_softmax else _activation_name(output_activation)
        self.final_layer_softmax = final_layer_softmax
        self.initializer = initializer
        self.seed = secrets.randbits(32) if seed is None else int(seed)
        self.layers: list[Layer] = []
        for index, (inputs, outputs) in enumerate(zip(self.structure, self.structure[1:], strict=False)):
            is_last = index == hidden
            norm = not is_last and self.batch_norm[index]
            self.layers.append(
                Layer(
                    inputs,
                    outputs,
                    final_layer_softmax and is_last,
                    activation=output_activation if is_last else self.activations[index],
                    initializer=initializer,
                    uniform_limit=uniform_limit,
                    seed=self.seed * 1_000_003 + index,
                    bias=output_bias if is_last else bias_before_norm or not norm,
                    norm=norm,
                    label="the output layer" if is_last else f"hidden {index + 1}",
                )
            )

    def __call__(self, inputs: Sequence[ScalarLike]) -> Outputs:
        """Return the outputs for a list of numbers or Scalars; a single output comes as the Scalar itself."""
        return alone_or_list(self.layer_outputs(inputs)[-1])

    def layer_outputs(self, inputs: Sequence[ScalarLike], gates: Sequence[Scalar] = ()) -> list[list[Scalar]]:
        """Return the outputs of every layer, the first hidden one first.

        `gates` are factors for the outputs of the hidden neurons, layer by layer, or none.
        """
        if len(inputs) != self.structure[0]:
            raise ValueError(f"the network takes {self.structure[0]} inputs, {len(inputs)} were given")
        outputs: list[list[Scalar]] = []
        values: Sequence[ScalarLike] = inputs
        remaining = iter(gates)
        for layer in self.layers:
            neurons = layer.outputs(values)
            if gates and layer is not self.layers[-1]:
                neurons = [neuron * next(remaining) for neuron in neurons]
            outputs.append(neurons)
            values = neurons
        return outputs

    def on_batch(
        self, batch: Sequence[Sequence[ScalarLike]], gates: Sequence[Sequence[Scalar]] = ()
    ) -> BatchOutputs:
        """Run the samples of a batch together, normalised layers by the batch's own statistics (train mode).

        Parameters
        ----------
        batch
            The inputs of each sample.
        gates
            The factors of each sample, as in `layer_outputs`.

        Raises
        ------
        ValueError
            A batch of one with batch normalisation.
        """
        layers: list[list[list[Scalar]]] = []
        statistics: list[Scalar] = []
        rows: Sequence[Sequence[ScalarLike]] = batch
        remaining = [iter(factors) for factors in gates]
        for layer in self.layers:
            values, found = layer.on_batch(rows)
            if gates and layer is not self.layers[-1]:
                values = [
                    [neuron * next(factors) for neuron in row]
                    for row, factors in zip(values, remaining, strict=True)
                ]
            layers.append(values)
            statistics += found
            rows = values
        return BatchOutputs(layers, statistics)

    @property
    def normalises(self) -> bool:
        """Whether any layer is normalised over the batch."""
        return any(self.batch_norm)

    def running_statistics(self) -> list[Scalar]:
        """Return running mean and variance of each normalised neuron, which are not learned."""
        norms = [neuron.norm for layer in self.layers for neuron in layer.neurons]
        return [leaf for norm in norms if norm is not None for leaf in norm.running_statistics()]

    def parameters(self) -> list[Scalar]:
        """Return all parameters: layer by layer, neuron by neuron, weights before the rest."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def weight_mask(self) -> list[bool]:
        """Return, in the order of `parameters`, True for weights and False for biases, gamma and beta."""
        return [
            index < len(neuron.weights)
            for layer in self.layers
            for neuron in layer.neurons
            for index in range(len(neuron.parameters()))
        ]

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to zero."""
        for parameter in self.parameters():
            parameter.grad = 0.0

    def state_dict(self) -> dict[str, list[float]]:
        """Return the numbers of each neuron by name, e.g. ``"layers.0.neurons.2"``.

        They are its parameters, and running mean and variance where it is normalised.
        """
        return {name: [leaf.value for leaf in leaves] for name, leaves in self._named_leaves().items()}

    def _named_leaves(self) -> dict[str, list[Scalar]]:
        return {
            f"layers.{i}.neurons.{j}": [
                *neuron.parameters(), *([] if neuron.norm is None else neuron.norm.running_statistics())
            ]
            for i, layer in enumerate(self.layers)
            for j, neuron in enumerate(layer.neurons)
        }  # fmt: skip

    def load_state_dict(self, state: Mapping[str, Sequence[float]]) -> None:
        """Load what `state_dict` returned; nothing is changed unless all of it fits."""
        current = self.state_dict()
        if current.keys() != state.keys():
            differing = sorted(current.keys() ^ state.keys())
            raise ValueError(
                f"the state does not fit this network: {', '.join(differing[:4])} on one side only"
            )
        for name, values in current.items():
            if len(state[name]) != len(values):
                raise ValueError(f"{name} takes {len(values)} numbers, {len(state[name])} were given")
        flat = [float(value) for name in current for value in state[name]]
        leaves = [leaf for named in self._named_leaves().values() for leaf in named]
        for leaf, value in zip(leaves, flat, strict=True):
            leaf.value = value

    def __repr__(self) -> str:
        sizes = " -> ".join(str(size) for size in self.structure)
        hidden = zip(self.activations, self.batch_norm, strict=True)
        kinds = ", ".join(
            [*(f"norm {name}" if norm else name for name, norm in hidden), self.output_activation]
        )
        return f"MLP({sizes}; {kinds}; {len(self.parameters())} parameters)"

"""`compile`: from a model or an expression of Scalars to a `Program`."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compiler.native import unavailable
from engine.compiler.program import Program
from engine.losses import LossFunction, find_loss
from engine.lowering.tracing import Model, as_list, placeholders, run_layers, trace
from engine.nn import MLP
from engine.scalar import Scalar


def compile(
    model_or_expression: Model | Scalar | list[Scalar] | tuple[Scalar, ...],
    *,
    loss: str | LossFunction | None = None,
    reduction: str = "sum",
    inputs: int | Sequence[Scalar] | None = None,
    parameters: Sequence[Scalar] | None = None,
    targets: Sequence[Scalar] = (),
) -> Program:
    """Compile a model, or any expression of Scalars, to machine code.

    Parameters
    ----------
    model_or_expression
        A callable with ``parameters()`` such as an `MLP`; or a Scalar (or a list of them) that was computed
        from `inputs`, `targets` and `parameters`.
    loss
        For a model: a name in `engine.losses.LOSSES` or a function of (outputs, target) on Scalars.
        Without it the program only runs forward. A single expression is its own loss. Batch normalisation
        uses the running statistics that the model has now (eval mode): a `Trainer` trains with the batches'.
    reduction
        ``"sum"`` or ``"mean"`` over the samples.
    inputs
        Number of inputs of a model (an MLP knows it); for an expression its leaves that differ from sample to
        sample.
    parameters
        For an expression the leaves whose gradients are wanted.
    targets
        For an expression further leaves that differ from sample to sample, given as `y`.

    Raises
    ------
    TypeError, ValueError
        The argument is neither a model nor Scalars, or there is nothing to compile.
    TracingError
        The model looks at values in Python. Its graph would be frozen at whatever one sample says::

            def network(x):
                if x[0].value > 0:          # cannot be compiled
                    return x[0] * w
                return x[0] * v             # use (x[0] * w).maximum(x[0] * v) or the like
    RuntimeError
        This machine has no compiler (see `engine.compiler.unavailable`).

    Examples
    --------
    >>> from engine import Scalar, compile
    >>> x, w = Scalar(0.0), Scalar(2.0)
    >>> program = compile((w * x).tanh(), inputs=[x], parameters=[w])
    >>> loss, gradients = program.loss_and_gradients([[0.5], [1.0]])
    """
    if unavailable():
        raise RuntimeError(unavailable())
    if reduction not in ("sum", "mean"):
        raise ValueError(f"reduction must be 'sum' or 'mean', not {reduction!r}")
    if isinstance(model_or_expression, Scalar | list | tuple):
        return _compile_expression(model_or_expression, loss, reduction, inputs, parameters, targets)
    if not callable(model_or_expression) or not hasattr(model_or_expression, "parameters"):
        raise TypeError(
            "a model (a callable with parameters(), such as an MLP), a Scalar or a list of Scalars can be "
            f"compiled, not {model_or_expression!r}"
        )
    return _compile_model(model_or_expression, loss, reduction, inputs)


def _compile_expression(
    expression: Scalar | list[Scalar] | tuple[Scalar, ...],
    loss: object,
    reduction: str,
    inputs: int | Sequence[Scalar] | None,
    parameters: Sequence[Scalar] | None,
    targets: Sequence[Scalar],
) -> Program:
    if loss is not None:
        raise ValueError("an expression is its own loss: leave `loss` out")
    if inputs is None or isinstance(inputs, int):
        raise ValueError("an expression needs `inputs`: the list of leaves that differ from sample to sample")
    outputs = _scalars([expression] if isinstance(expression, Scalar) else expression, "outputs")
    inputs, targets = _scalars(inputs, "inputs"), _scalars(targets, "targets")
    parameters = _scalars(parameters or (), "parameters")
    if not outputs:
        raise ValueError("there is nothing to compile: give a Scalar, or a list with at least one")
    if len(outputs) > 1:
        return Program([*inputs, *targets], outputs, parameters, reduction=reduction)
    return Program(inputs, outputs, parameters, loss=outputs[0], targets=targets, reduction=reduction)


def _compile_model(
    model: Model, loss: str | LossFunction | None, reduction: str, inputs: int | Sequence[Scalar] | None
) -> Program:
    count = _input_count(model, inputs)
    if loss is None:
        leaves = placeholders(count, "input")
        outputs, layers = run_layers(model, leaves)
        return Program(leaves, as_list(outputs), model.parameters(), neurons=layers, reduction=reduction)
    row = find_loss(loss)
    traced = trace(model, count, row.function)
    return Program(
        traced.inputs, traced.outputs, tuple(model.parameters()), loss=traced.loss, targets=traced.targets,
        neurons=traced.neurons, encoding=(row, getattr(model, "output_activation", "linear")),
        reduction=reduction,
    )  # fmt: skip


def _scalars(values: Sequence[Scalar], what: str) -> list[Scalar]:
    if isinstance(values, Scalar) or not isinstance(values, Sequence):
        raise TypeError(f"{what} must be a list of Scalars, not {values!r}")
    wrong = [value for value in values if not isinstance(value, Scalar)]
    if wrong:
        raise TypeError(f"{what} must be Scalars, {wrong[0]!r} is among them")
    return list(values)


def _input_count(model: Model, inputs: int | Sequence[Scalar] | None) -> int:
    if inputs is not None:
        return inputs if isinstance(inputs, int) else len(inputs)
    if isinstance(model, MLP):
        return model.structure[0]
    raise ValueError("how many inputs does the model take? Give inputs=..., only an MLP knows it")

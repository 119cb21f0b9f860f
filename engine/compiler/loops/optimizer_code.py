"""An optimizer's rule as code: one pass over all parameters, refused as a whole where one is not finite."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compiler.ir import (
    DOUBLE,
    INT,
    LANE_NUMBERS,
    LANES,
    VECTOR,
    Function,
    Value,
    double,
    integer,
    vector,
)
from engine.compiler.kernels.expressions import LaneWriter
from engine.compiler.kernels.kernel_set import broadcast
from engine.compiler.loops.arguments import ARGUMENTS, field
from engine.compiler.loops.training_code import BAD_GRADIENT, BAD_UPDATE
from engine.compiler.vector_functions.arithmetic import fma
from engine.optimizers import Optimizer, regularised, traced_rule
from engine.symbols import Symbol, operands, varying

STATES = (("state1", "next_state1"), ("state2", "next_state2"))


def update_function(kind: type[Optimizer]) -> Function:
    """Return ``update(arguments, scale, rate) -> fault`` (0 for none).

    It writes the new parameters and state beside the old ones. Parameters that are not trainable keep both.
    """
    scale, rate = Value("%scale", DOUBLE), Value("%rate", DOUBLE)
    f = Function("update", [ARGUMENTS, scale, rate], INT, internal=False)
    n, parameters, gradients = field(f, "n_parameters"), field(f, "uniform"), field(f, "uniform_gradients")
    trainable, is_weight, target = field(f, "trainable"), field(f, "is_weight"), field(f, "next_parameters")
    states = [(field(f, old), field(f, new)) for old, new in STATES[: len(kind.state_names)]]
    updates = f.binary("add", field(f, "updates"), integer(1))
    constants = [f.splat(rate), f.splat(f.convert("sitofp", updates, DOUBLE))]
    constants += [broadcast(f, f.at(field(f, "settings"), i)) for i in range(len(kind.setting_names))]
    rule = traced_rule(kind)
    _write_once(f, rule, constants)
    scales, l1, l2 = f.splat(scale), f.splat(field(f, "l1")), f.splat(field(f, "l2"))
    with f.loop(integer(0), n, integer(LANES), [vector(0.0), vector(0.0)]) as loop:
        at = loop.index
        exists = f.compare("slt", LANE_NUMBERS, f.splat(f.binary("sub", n, at)))
        w = f.load(f.at(parameters, at), VECTOR)
        g = f.multiply(f.load(f.at(gradients, at), VECTOR), scales)
        g = f.select(exists, g, vector(0.0))
        bad_gradient = fma(f, g, vector(0.0), loop.carried[0])
        weight = f.load(f.at(is_weight, at), VECTOR)
        g = LaneWriter(f, [w, g, weight, l1, l2]).write(regularised(*operands(5)))
        old = [w, *(f.load(f.at(state, at), VECTOR) for state, _ in states)]
        writer = LaneWriter(f, [w, g, *old[1:], *constants])
        free = f.compare("ogt", f.load(f.at(trainable, at), VECTOR), vector(0.0))
        bad_update = loop.carried[1]
        targets = [target, *(new for _, new in states)]
        for symbol, before, where in zip(rule, old, targets, strict=True):
            value = f.select(free, writer.write(symbol), before)
            bad_update = fma(f, f.select(exists, value, vector(0.0)), vector(0.0), bad_update)
            f.store(value, f.at(where, at))
        loop.after = [bad_gradient, bad_update]
    faults = [
        _first_fault(f, bad, code) for bad, code in zip(loop.after, (BAD_GRADIENT, BAD_UPDATE), strict=True)
    ]
    f.result(f.select(f.compare("ne", faults[0], integer(0)), *faults))
    return f


def _write_once(f: Function, rule: Sequence[Symbol], constants: Sequence[Value]) -> None:
    """Write what is the same for all parameters before the loop over them, which will find it there."""
    n_varying = len(rule) + 1  # the parameter, its gradient, its state
    writer = LaneWriter(f, [*[constants[0]] * n_varying, *constants])
    for symbol, varies in varying(rule, n_varying).items():
        if symbol.parts and not varies:
            writer.write(symbol)


def _first_fault(f: Function, poison: Value, code: int) -> Value:
    """Return `code` where a lane holds NaN, else 0."""
    total = f.extract(poison, 0)
    for lane in range(1, LANES):
        total = f.add(total, f.extract(poison, lane))
    return f.select(f.compare("uno", total, double(0.0)), integer(code), integer(0))

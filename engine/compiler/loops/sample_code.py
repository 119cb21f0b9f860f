"""Code that loads samples into the store: in order, shuffled, or copied from prepared groups."""

from __future__ import annotations

from engine.compiler.ir import (
    BOOL_VECTOR,
    DOUBLE,
    INT,
    INT_VECTOR,
    LANE_NUMBERS,
    LANES,
    NULL,
    POINTER,
    VECTOR,
    Function,
    Value,
    int_vector,
    integer,
    vector,
)
from engine.compiler.kernels.kernel_set import broadcast, each
from engine.compiler.loops.arguments import ARGUMENTS, field
from engine.random_numbers import DROPOUT, GOLDEN, MULTIPLIERS, SHIFTS, SHUFFLE


def mix(f: Function, bits: Value) -> Value:
    """Return SplitMix64's hash of an integer (or of a vector of them); see `engine.random_numbers`."""
    constant = integer if bits.type == INT else int_vector
    for shift, multiplier in zip(SHIFTS, (*MULTIPLIERS, None), strict=True):
        bits = f.binary("xor", bits, f.binary("lshr", bits, constant(shift)))
        if multiplier is not None:
            bits = f.binary("mul", bits, constant(multiplier))
    return bits


def stream_key(f: Function, *parts: Value) -> Value:
    """Return the key of a stream of random numbers, from seed, stream and epoch."""
    key = integer(0)
    for part in parts:
        step = f.binary("add", f.binary("mul", part, integer(GOLDEN)), integer(1))
        key = mix(f, f.binary("add", key, step))
    return key


def shuffle_function() -> Function:
    """Return ``shuffle(order, count, seed, epoch)``, the same permutation as `engine.random_numbers`."""
    order, count = Value("%order", POINTER), Value("%count", INT)
    seed, epoch = Value("%seed", INT), Value("%epoch", INT)
    f = Function("shuffle", [order, count, seed, epoch], attributes="nounwind noinline")
    key = stream_key(f, seed, integer(SHUFFLE), epoch)
    with each(f, count) as item:
        f.store(item, f.at(order, item, INT))
    with f.when(f.compare("sgt", count, integer(1))), f.loop(integer(1), count, integer(1)) as items:
        remaining = f.binary("sub", f.binary("add", count, integer(1)), items.index)
        hashed = mix(f, f.binary("add", key, f.binary("mul", remaining, integer(GOLDEN))))
        high = f.binary("lshr", hashed, integer(32))
        pick = f.binary("lshr", f.binary("mul", high, remaining), integer(32))
        here = f.at(order, f.binary("sub", remaining, integer(1)), INT)
        there = f.at(order, pick, INT)
        ours, theirs = f.load(here, INT), f.load(there, INT)
        f.store(theirs, here)
        f.store(ours, there)
    f.result()
    return f


def gather_function() -> Function:
    """Return ``gather(arguments, first, count, groups)``: samples from `first` on become groups of lanes.

    The last group is filled up with the last sample. Samples are taken from `rows` in the order of `order`
    (or as they stand where it is null).
    """
    first, count, groups = Value("%first", INT), Value("%count", INT), Value("%groups", INT)
    f = Function("gather", [ARGUMENTS, first, count, groups], attributes="nounwind noinline")
    rows, store = field(f, "rows"), field(f, "store")
    columns, width, stride = field(f, "n_columns"), field(f, "columns_in_rows"), field(f, "stride")
    order = field(f, "order")
    blocks = f.binary("and", columns, integer(-LANES))
    with each(f, groups) as group:
        out = f.at(store, f.binary("mul", group, stride))
        samples = _samples_of(f, order, group, first, count)
        starts = [f.at(rows, f.binary("mul", sample, width)) for sample in samples]
        some = f.compare("sgt", blocks, integer(0))
        with f.when(some), f.loop(integer(0), blocks, integer(LANES)) as part:
            _transpose(f, starts, out, part.index)
        with f.when(f.compare("slt", blocks, columns)), f.loop(blocks, columns, integer(1)) as part:
            value = Value("poison", VECTOR)
            for lane, start in enumerate(starts):
                value = f.insert(value, f.load(f.at(start, part.index), DOUBLE), lane)
            f.store(value, f.at(out, f.binary("mul", part.index, integer(LANES))))
    f.result()
    return f


def _transpose(f: Function, starts: list[Value], out: Value, column: Value) -> None:
    """Transpose a square of samples times columns."""
    a, b, c, d = (f.load(f.at(start, column), VECTOR) for start in starts)
    low_ab, high_ab = f.shuffle(a, b, (0, 4, 2, 6)), f.shuffle(a, b, (1, 5, 3, 7))
    low_cd, high_cd = f.shuffle(c, d, (0, 4, 2, 6)), f.shuffle(c, d, (1, 5, 3, 7))
    turned = [
        f.shuffle(low_ab, low_cd, (0, 1, 4, 5)),
        f.shuffle(high_ab, high_cd, (0, 1, 4, 5)),
        f.shuffle(low_ab, low_cd, (2, 3, 6, 7)),
        f.shuffle(high_ab, high_cd, (2, 3, 6, 7)),
    ]
    for lane, value in enumerate(turned):
        place = f.binary("mul", f.binary("add", column, integer(lane)), integer(LANES))
        f.store(value, f.at(out, place))


def copy_function() -> Function:
    """Return ``copy(arguments, first, groups)``: the same for samples that stand in groups already."""
    first, groups = Value("%first", INT), Value("%groups", INT)
    f = Function("copy", [ARGUMENTS, first, groups], attributes="nounwind noinline")
    blocked, store = field(f, "blocked"), field(f, "store")
    width, stride = f.binary("mul", field(f, "n_columns"), integer(LANES)), field(f, "stride")
    begin = f.binary("udiv", first, integer(LANES))
    with each(f, groups) as group:
        source = f.at(blocked, f.binary("mul", f.binary("add", begin, group), width))
        target = f.at(store, f.binary("mul", group, stride))
        with f.loop(integer(0), width, integer(LANES)) as part:
            f.store(f.load(f.at(source, part.index), VECTOR), f.at(target, part.index))
    f.result()
    return f


def gates_function() -> Function:
    """Return ``gates(arguments, first, count, groups)``: draws the dropped neurons of each sample.

    The same draws as `engine.lowering.gates.Gates.values`; a sample keeps its number however it is shuffled.
    """
    first, count, groups = Value("%first", INT), Value("%count", INT), Value("%groups", INT)
    f = Function("gates", [ARGUMENTS, first, count, groups], attributes="nounwind noinline")
    n, stride = field(f, "n_gates"), field(f, "stride")
    factor, drop = field(f, "gate_factor"), field(f, "gate_drop")
    store = f.at(field(f, "store"), f.binary("mul", field(f, "gate_row"), integer(LANES)))
    key = f.splat(stream_key(f, field(f, "seed"), integer(DROPOUT), field(f, "epoch")))
    order = field(f, "order")
    with each(f, groups) as group:
        out = f.at(store, f.binary("mul", group, stride))
        samples = Value("poison", INT_VECTOR)
        for lane, sample in enumerate(_samples_of(f, order, group, first, count)):
            samples = f.insert(samples, sample, lane)
        counters = f.binary("add", f.binary("mul", samples, f.splat(n)), int_vector(1))
        with each(f, n) as gate:
            counter = f.binary("add", counters, f.splat(gate))
            hashed = mix(f, f.binary("add", key, f.binary("mul", counter, int_vector(GOLDEN))))
            whole = f.convert("uitofp", f.binary("lshr", hashed, int_vector(11)), VECTOR)
            drawn = f.multiply(whole, vector(2.0**-53))
            stays = f.compare("oge", drawn, broadcast(f, f.at(drop, gate)))
            value = f.select(stays, broadcast(f, f.at(factor, gate)), vector(0.0))
            f.store(value, f.at(out, f.binary("mul", gate, integer(LANES))))
    f.result()
    return f


def _samples_of(f: Function, order: Value, group: Value, first: Value, count: Value) -> list[Value]:
    """Return the number of the sample in each lane of a group; lanes beyond the last hold the last again.

    The group is one of those of `count` samples from place `first` of the order on (null: as they stand).
    """
    shuffled = f.compare("ne", order, NULL)
    last = f.binary("sub", count, integer(1))
    samples = []
    for lane in range(LANES):
        place = f.binary("add", f.binary("mul", group, integer(LANES)), integer(lane))
        place = f.binary("add", first, f.intrinsic("llvm.smin", INT, place, last))
        # Without an order any address will do for the load that is thrown away.
        at = f.at(f.select(shuffled, order, ARGUMENTS), f.select(shuffled, place, integer(0)), INT)
        samples.append(f.select(shuffled, f.load(at, INT), place))
    return samples


def seed_function() -> Function:
    """Return ``seed(arguments, count, groups)``: adjoint 1 for samples, 0 for lanes that only fill up."""
    count, groups = Value("%count", INT), Value("%groups", INT)
    f = Function("seed", [ARGUMENTS, count, groups], attributes="nounwind noinline")
    store, stride = field(f, "store"), field(f, "stride")
    seeds = f.at(store, f.binary("mul", field(f, "seed_row"), integer(LANES)))
    poison = f.at(store, f.binary("mul", field(f, "poison_row"), integer(LANES)))
    with each(f, groups) as group:
        left = f.binary("sub", count, f.binary("mul", group, integer(LANES)))
        valid = f.compare("slt", LANE_NUMBERS, f.splat(left))
        assert valid.type == BOOL_VECTOR
        offset = f.binary("mul", group, stride)
        f.store(f.select(valid, vector(1.0), vector(0.0)), f.at(seeds, offset))
        f.store(vector(0.0), f.at(poison, offset))
    f.result()
    return f

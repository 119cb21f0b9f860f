"""The training loop as code: epochs, batches, gradients, updates, without a line of Python in between."""

from __future__ import annotations

from engine.batch_norm import MOMENTUM
from engine.compiler.ir import (
    DOUBLE,
    INT,
    LANES,
    NULL,
    POINTER,
    VECTOR,
    Function,
    Value,
    boolean,
    double,
    integer,
    vector,
)
from engine.compiler.kernels.kernel_set import each, lane_sums
from engine.compiler.loops.arguments import ARGUMENTS, field, set_field
from engine.compiler.loops.sample_code import (
    copy_function,
    gates_function,
    gather_function,
    seed_function,
    shuffle_function,
)
from engine.compiler.vector_functions.arithmetic import fma

# What `train` returns.
DONE, STOPPED, BAD_GRADIENT, BAD_UPDATE = range(4)


def batch_function() -> Function:
    """Return ``batch(arguments, first, size) -> stopped``: loss and gradients, a chunk at a time.

    The loss goes to the field batch_loss; the flag to stop is read before every chunk. Where samples depend
    on each other, a chunk is a batch of its own, and one that would be too small goes with the one before.
    """
    first, size = Value("%first", INT), Value("%size", INT)
    f = Function("batch", [ARGUMENTS, first, size], INT, "nounwind noinline")
    uniform, gradients = field(f, "uniform"), field(f, "uniform_gradients")
    bytes_ = f.binary("mul", field(f, "n_uniform"), integer(8))
    f.call("memset", POINTER, gradients, Value("0", "i32"), bytes_)
    f.call_pointer(field(f, "begin"), "void", uniform)
    chunk, least, normalises = field(f, "chunk"), field(f, "least_batch"), _normalises(f)
    with f.when(normalises):
        f.call("memcpy", POINTER, field(f, "running_statistics"), _running(f), _statistic_bytes(f))
    set_field(f, "batch_loss", double(0.0))
    stopped_at = field(f, "stop")
    with f.loop(integer(0), f.binary("sub", size, f.binary("sub", least, integer(1))), chunk) as chunks:
        flag = f.load(stopped_at, INT)
        with f.when(f.compare("ne", flag, integer(0))):
            f.result(integer(1))
        left_over = f.binary("sub", size, chunks.index)
        is_last = f.compare("slt", f.binary("sub", left_over, chunk), least)
        count = f.select(is_last, left_over, chunk)
        start = f.binary("add", first, chunks.index)
        groups = f.binary("lshr", f.binary("add", count, integer(LANES - 1)), integer(2))
        _fetch(f, start, count, groups)
        f.call("seed", "void", ARGUMENTS, count, groups)
        f.call_pointer(field(f, "gradients"), "void", groups, field(f, "store"), uniform, gradients)
        with f.when(normalises):
            f.call("follow", "void", ARGUMENTS, count)
        loss = f.call("sum_losses", DOUBLE, ARGUMENTS, groups)
        set_field(f, "batch_loss", f.add(field(f, "batch_loss"), loss))
        out = field(f, "sample_losses")
        with f.when(f.compare("ne", out, NULL)):
            f.call("copy_losses", "void", ARGUMENTS, f.at(out, start), groups)
    f.call_pointer(field(f, "end"), "void", uniform, gradients)
    f.result(integer(0))
    return f


def _normalises(f: Function) -> Value:
    return f.compare("sgt", field(f, "n_statistics"), integer(0))


def _running(f: Function) -> Value:
    """Return where the running statistics stand among the parameters."""
    return f.at(field(f, "uniform"), field(f, "first_statistic"))


def _statistic_bytes(f: Function) -> Value:
    return f.binary("mul", field(f, "n_statistics"), integer(8))


def _fetch(f: Function, start: Value, count: Value, groups: Value) -> None:
    in_groups = f.compare("ne", field(f, "blocked"), NULL)
    with f.when(in_groups):
        f.call("copy", "void", ARGUMENTS, start, groups)
    with f.when(f.binary("xor", in_groups, boolean(True))):
        f.call("gather", "void", ARGUMENTS, start, count, groups)
    with f.when(f.compare("sgt", field(f, "n_gates"), integer(0))):
        f.call("gates", "void", ARGUMENTS, start, count, groups)


def sum_losses_function() -> Function:
    """Return ``sum_losses(arguments, groups)``: of the samples, NaN where any value was not finite."""
    groups = Value("%groups", INT)
    f = Function("sum_losses", [ARGUMENTS, groups], DOUBLE, "nounwind noinline")
    losses, seeds, poison, stride = _loss_rows(f)
    with f.loop(integer(0), groups, integer(1), [vector(0.0)]) as loop:
        offset = f.binary("mul", loop.index, stride)
        loss = f.add(f.load(f.at(losses, offset), VECTOR), f.load(f.at(poison, offset), VECTOR))
        loop.after = [fma(f, loss, f.load(f.at(seeds, offset), VECTOR), loop.carried[0])]
    f.result(f.extract(lane_sums(f, loop.after), 0))
    return f


def copy_losses_function() -> Function:
    """Return ``copy_losses(arguments, out, groups)``: the loss of every lane, NaN as in the sum."""
    out, groups = Value("%out", POINTER), Value("%groups", INT)
    f = Function("copy_losses", [ARGUMENTS, out, groups], attributes="nounwind noinline")
    losses, _, poison, stride = _loss_rows(f)
    with each(f, groups) as group:
        offset = f.binary("mul", group, stride)
        loss = f.add(f.load(f.at(losses, offset), VECTOR), f.load(f.at(poison, offset), VECTOR))
        f.store(loss, f.at(out, f.binary("mul", group, integer(LANES))))
    f.result()
    return f


def _loss_rows(f: Function) -> tuple[Value, Value, Value, Value]:
    store, lanes = field(f, "store"), integer(LANES)
    rows = [
        f.at(store, f.binary("mul", field(f, name), lanes)) for name in ("loss_row", "seed_row", "poison_row")
    ]
    return rows[0], rows[1], rows[2], field(f, "stride")


def add_left_function() -> Function:
    """Return ``add_left(arguments, scale)``: the scaled gradients plus what earlier updates left."""
    scale = Value("%scale", DOUBLE)
    f = Function("add_left", [ARGUMENTS, scale], attributes="nounwind noinline")
    gradients, left = field(f, "uniform_gradients"), field(f, "left_gradients")
    with each(f, field(f, "n_parameters")) as place:
        at = f.at(gradients, place)
        f.store(f.add(f.multiply(f.load(at, DOUBLE), scale), f.load(f.at(left, place), DOUBLE)), at)
    f.result()
    return f


def leave_function() -> Function:
    """Return ``leave(arguments, scale)``: keeps the gradients of an update for the next one."""
    scale = Value("%scale", DOUBLE)
    f = Function("leave", [ARGUMENTS, scale], attributes="nounwind noinline")
    gradients, left = field(f, "uniform_gradients"), field(f, "left_gradients")
    with each(f, field(f, "n_parameters")) as place:
        f.store(f.multiply(f.load(f.at(gradients, place), DOUBLE), scale), f.at(left, place))
    f.result()
    return f


def _mean_scale(f: Function, size: Value) -> Value:
    count = f.convert("sitofp", size, DOUBLE)
    mean = f.compare("ne", field(f, "mean"), integer(0))
    return f.select(mean, f.divide(double(1.0), count), double(1.0))


def gradient_scale_function() -> Function:
    """Return ``gradient_scale(arguments, scale)``: with clipping to a largest norm."""
    scale = Value("%scale", DOUBLE)
    f = Function("gradient_scale", [ARGUMENTS, scale], DOUBLE, "nounwind noinline")
    clip = field(f, "clip_norm")
    with f.when(f.compare("oeq", clip, double(float("inf")))):
        f.result(scale)
    gradients, n = field(f, "uniform_gradients"), field(f, "n_parameters")
    with f.loop(integer(0), n, integer(1), [double(0.0)]) as loop:
        gradient = f.multiply(f.load(f.at(gradients, loop.index), DOUBLE), scale)
        loop.after = [f.add(loop.carried[0], f.multiply(gradient, gradient))]
    norm = f.intrinsic("llvm.sqrt", DOUBLE, loop.after[0])
    factor = f.select(f.compare("ogt", norm, clip), f.divide(clip, norm), double(1.0))
    f.result(f.multiply(scale, factor))
    return f


def train_function() -> Function:
    """Return ``train(arguments) -> outcome``: updates until a number, an epoch, a stop or a fault."""
    f = Function("train", [ARGUMENTS], INT, internal=False)
    n, batch_size = field(f, "n_samples"), field(f, "batch_size")
    with f.while_true() as end:
        left, epoch = field(f, "max_updates"), field(f, "epoch")
        f.leave_when(f.compare("sle", left, integer(0)), end)
        f.leave_when(f.compare("sge", epoch, field(f, "last_epoch")), end)
        position = field(f, "position")
        at_start = f.compare("eq", position, integer(0))
        in_order = f.compare("ne", field(f, "full_batch"), integer(0))
        shuffles = f.binary("and", at_start, f.binary("xor", in_order, boolean(True)))
        with f.when(shuffles):
            f.call("shuffle", "void", field(f, "order"), n, field(f, "seed"), epoch)
        left_over = f.binary("sub", n, position)
        # What would be too small for a batch of its own goes with this one.
        is_last = f.compare("slt", f.binary("sub", left_over, batch_size), field(f, "least_batch"))
        size = f.select(is_last, left_over, batch_size)
        stopped = f.call("batch", INT, ARGUMENTS, position, size)
        with f.when(f.compare("ne", stopped, integer(0))):
            f.result(integer(STOPPED))
        loss = field(f, "batch_loss")
        with f.when(_is_not_finite(f, loss)):
            f.result(integer(BAD_GRADIENT))
        mean = _mean_scale(f, size)
        adds_up = f.compare("ne", field(f, "left_gradients"), NULL)
        with f.when(adds_up):
            f.call("add_left", "void", ARGUMENTS, mean)
        scale = f.call("gradient_scale", DOUBLE, ARGUMENTS, f.select(adds_up, double(1.0), mean))
        place = f.binary("sub", epoch, field(f, "first_epoch"))
        rate = f.load(f.at(field(f, "rates"), place), DOUBLE)
        fault = f.call_pointer(field(f, "update"), INT, ARGUMENTS, scale, rate)
        with f.when(f.compare("ne", fault, integer(0))):
            f.result(fault)
        _take_over(f)
        with f.when(adds_up):
            f.call("leave", "void", ARGUMENTS, scale)
        with f.when(_normalises(f)):
            f.call("memcpy", POINTER, _running(f), field(f, "running_statistics"), _statistic_bytes(f))
        set_field(f, "updates", f.binary("add", field(f, "updates"), integer(1)))
        set_field(f, "max_updates", f.binary("sub", left, integer(1)))
        running = f.add(field(f, "running_loss"), loss)
        reached = f.binary("add", position, size)
        ended = f.compare("sge", reached, n)
        set_field(f, "position", f.select(ended, integer(0), reached))
        set_field(f, "running_loss", f.select(ended, double(0.0), running))
        with f.when(ended):
            is_mean = f.compare("ne", field(f, "mean"), integer(0))
            average = f.divide(running, f.convert("sitofp", n, DOUBLE))
            f.store(f.select(is_mean, average, running), f.at(field(f, "epoch_losses"), place))
            set_field(f, "epoch", f.binary("add", epoch, integer(1)))
    f.result(integer(DONE))
    return f


def _is_not_finite(f: Function, value: Value) -> Value:
    return f.compare("uno", f.subtract(value, value), double(0.0))


def _take_over(f: Function) -> None:
    """Make the updated parameters and state the current ones."""
    bytes_ = f.binary("mul", field(f, "n_parameters"), integer(8))
    for target, source in (
        ("uniform", "next_parameters"),
        ("state1", "next_state1"),
        ("state2", "next_state2"),
    ):
        f.call("memcpy", POINTER, field(f, target), field(f, source), bytes_)


def follow_function() -> Function:
    """Return ``follow(arguments, count)``: running statistics go towards those of a batch.

    The same numbers as `engine.batch_norm.followed`: every second one is a variance. They stand apart until
    the update is made.
    """
    size = Value("%count", INT)
    f = Function("follow", [ARGUMENTS, size], attributes="nounwind noinline")
    uniform, rows, running = field(f, "uniform"), field(f, "statistic_rows"), field(f, "running_statistics")
    count = f.convert("sitofp", size, DOUBLE)
    unbiased = f.divide(count, f.subtract(count, double(1.0)))
    with each(f, field(f, "n_statistics")) as place:
        seen = f.load(f.at(uniform, f.load(f.at(rows, place, INT), INT)), DOUBLE)
        is_variance = f.compare("ne", f.binary("and", place, integer(1)), integer(0))
        seen = f.select(is_variance, f.multiply(seen, unbiased), seen)
        before = f.load(f.at(running, place), DOUBLE)
        kept = f.multiply(double(1.0 - MOMENTUM), before)
        f.store(f.add(kept, f.multiply(double(MOMENTUM), seen)), f.at(running, place))
    f.result()
    return f


def evaluate_function() -> Function:
    """Return ``evaluate(arguments) -> stopped``: the rows that are wanted, for all samples."""
    f = Function("evaluate", [ARGUMENTS], INT, internal=False)
    uniform, n = field(f, "uniform"), field(f, "n_samples")
    f.call_pointer(field(f, "begin"), "void", uniform)
    capacity = field(f, "chunk")
    padded = field(f, "n_padded")
    with f.loop(integer(0), n, capacity) as chunks:
        with f.when(f.compare("ne", f.load(field(f, "stop"), INT), integer(0))):
            f.result(integer(1))
        count = f.intrinsic("llvm.smin", INT, capacity, f.binary("sub", n, chunks.index))
        groups = f.binary("lshr", f.binary("add", count, integer(LANES - 1)), integer(2))
        f.call("gather", "void", ARGUMENTS, chunks.index, count, groups)
        f.call_pointer(field(f, "forward"), "void", groups, field(f, "store"), uniform)
        stride, rows = field(f, "stride"), field(f, "wanted_rows")
        with each(f, field(f, "n_wanted")) as place:
            row = f.load(f.at(rows, place, INT), INT)
            source = f.at(field(f, "store"), f.binary("mul", row, integer(LANES)))
            target = f.at(field(f, "wanted_values"), f.binary("mul", place, padded))
            target = f.at(target, chunks.index)
            with each(f, groups) as group:
                value = f.load(f.at(source, f.binary("mul", group, stride)), VECTOR)
                f.store(value, f.at(target, f.binary("mul", group, integer(LANES))))
    f.result(integer(0))
    return f


def gradients_function() -> Function:
    """Return ``loss_and_gradients(arguments) -> stopped``: one batch of all samples, nothing updated."""
    f = Function("loss_and_gradients", [ARGUMENTS], INT, internal=False)
    f.result(f.call("batch", INT, ARGUMENTS, integer(0), field(f, "n_samples")))
    return f


def loop_functions() -> list[Function]:
    """Return all functions that do not depend on the network."""
    return [
        shuffle_function(),
        gather_function(),
        gates_function(),
        copy_function(),
        seed_function(),
        sum_losses_function(),
        copy_losses_function(),
        batch_function(),
        add_left_function(),
        leave_function(),
        gradient_scale_function(),
        follow_function(),
        train_function(),
        evaluate_function(),
        gradients_function(),
    ]

"""The formulas of an update of one parameter, read from the optimizer's rule that training runs."""

from __future__ import annotations

from engine.optimizers import regularised, written_rule
from engine.symbols import operands, symbol
from playground.models.graph.update.formula import (
    FormulaWriter,
    Quantity,
    Rule,
    enough_digits,
    without_idle_parts,
)
from playground.models.graph.update.update_table import UpdateTable


def steps(table: UpdateTable, index: int) -> tuple[Rule, ...]:
    """Return how an update comes about for one parameter, one formula after the other.

    A frozen parameter has none.
    """
    if table.frozen[index]:
        return ()
    return (*_gradient(table, index), *_update(table, index))


def _gradient(table: UpdateTable, index: int) -> list[Rule]:
    """Return how clipping and penalties change the gradient, nothing where they do not."""
    optimizer, is_weight = table.report.rule.optimizer, bool(table.report.rule.is_weight[index])
    names = (
        Quantity("w", float(table.values[index])),
        Quantity("∂L/∂w" if is_weight else "∂L/∂b", float(table.raw[index])),
        Quantity("clip", table.clip_factor, is_setting=True),
        Quantity("λ₁", optimizer.l1, is_setting=True),
        Quantity("λ₂", optimizer.l2, is_setting=True),
    )
    w, raw, clip, l1, l2 = given = operands(len(names))
    clipped = raw if table.clip_factor == 1.0 else clip * raw
    penalties = (l1 if optimizer.l1 else symbol(0.0), l2 if optimizer.l2 else symbol(0.0))
    used = without_idle_parts(regularised(w, clipped, symbol(float(is_weight)), *penalties))
    if used is raw:
        return []
    writer = FormulaWriter(dict(zip(given, names, strict=True)))
    return writer.write(Quantity("g", float(table.used[index])), used, "=")


def _update(table: UpdateTable, index: int) -> list[Rule]:
    """Return what the optimizer's rule does: to its state, then to the parameter."""
    report = table.report
    optimizer = report.rule.optimizer
    given, (new, *new_state) = written_rule(type(optimizer))
    digits = enough_digits(float(table.values[index]), float(table.changes[index]))
    old_w, new_w = (
        Quantity(table.names[index], float(values[index]), digits=digits)
        for values in (table.values, table.new_values)
    )
    before, after = (
        [Quantity(name, float(array[index])) for name, array in zip(table.state_names, state, strict=True)]
        for state in (report.state, table.state)
    )
    settings = [("η", report.rule.rate), ("t", float(report.number))]
    settings += zip(optimizer.setting_names.values(), optimizer.settings, strict=True)
    quantities = (
        old_w,
        Quantity("g", float(table.used[index])),
        *before,
        *(Quantity(name, value, is_setting=True) for name, value in settings),
    )
    writer = FormulaWriter(dict(zip(given, quantities, strict=True)))
    writer.give({made: now.value for made, now in zip(new_state, after, strict=True)})
    rules: list[Rule] = []
    for old, made, now in zip(given[2:], new_state, after, strict=False):
        if made is not old:
            rules += writer.write(now, made, "←")
            writer.rename(old, f"old {now.name}")
    return rules + writer.write(new_w, new, "←")

"""Describes an update in words."""

from __future__ import annotations

from playground.models.graph.update.formula import enough_digits, written
from playground.models.graph.update.update_rules import steps
from playground.models.graph.update.update_table import UpdateTable
from playground.style.words import fitted_text, number_text, steady_text

MOST_LETTERS = 8
"""Longest number of a column."""
SMALLEST_SHORT = 1e-98
"""Numbers beyond have exponents of three digits, and need more letters for two of their own."""


def say_update(table: UpdateTable, index: int) -> str:
    """Describe the change of one parameter, e.g. ``w2,1,3 ← 0.5 − 0.01 × 0.12 = 0.4988.``"""
    formulas = "; ".join(written(rule) for rule in steps(table, index))
    return f"{formulas}." if formulas else say_change(table, index)


def say_change(table: UpdateTable, index: int) -> str:
    """Describe the result for one parameter."""
    name, value, change = table.names[index], float(table.values[index]), float(table.changes[index])
    if table.frozen[index]:
        return f"{name} is frozen: it keeps {number_text(value)}."
    if change == 0.0:
        return f"{name} stays at {number_text(value)}."
    way = "rises" if change > 0.0 else "falls"
    new = number_text(float(table.new_values[index]), enough_digits(value, change))
    return f"{name} {way} by {number_text(abs(change))} to {new}."


def say_settings(table: UpdateTable) -> str:
    """Name the update, e.g. ``Update 3 by Adam, rate 0.01``."""
    rule, number = table.report.rule, table.report.number
    words = f"Update {number:,} by {type(rule.optimizer).__name__}, rate {number_text(rule.rate)}"
    if table.report.left_gradients is not None:
        words += ", gradients not cleared: with those of earlier updates"
    if table.clip_factor != 1.0:
        words += f", gradient clipped from {number_text(table.norm)} to {number_text(rule.clip_norm)}"
    return words


def say_problem(table: UpdateTable) -> str:
    """Say why training would refuse this update; empty if it would not."""
    index = table.out_of_range
    if index is None:
        return ""
    return f"{table.names[index]} leaves the range of numbers: this update would not be made."


def figure_text(value: float) -> str:
    """Return a number for a column: four decimals as long as they are significant, in few letters."""
    text = steady_text(value, 4)
    if len(text) <= MOST_LETTERS or not SMALLEST_SHORT < abs(value) < 1.0 / SMALLEST_SHORT:
        return text
    return fitted_text(text, lambda shorter: len(shorter) <= MOST_LETTERS)

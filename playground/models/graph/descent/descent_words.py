"""Describes updates of a formula in words."""

from __future__ import annotations

from playground.models.graph.descent.descent import Descent
from playground.models.graph.mistakes.mistakes import ALL_MISTAKES
from playground.models.graph.update.update_table import UpdateTable
from playground.models.graph.update.update_words import say_update
from playground.style.words import counted, number_text

BEGIN = "Every ticked leaf is a parameter: w ← w − rate × gradient. The others stay, like inputs and targets."
NO_FORMULA = "There is no graph of a formula to update yet: write one at the left."
NO_PARAMETER = "Tick at least one leaf at the left: an update moves parameters."
TITLES = {key: title for key, title, _ in ALL_MISTAKES}


def say_descent(descent: Descent, loss: str) -> str:
    """Say what updates did to the loss of that name, and why there were no more."""
    parts = []
    if descent.updates:
        before, after = descent.losses[0], descent.losses[-1]
        first, last = number_text(before), number_text(after)
        made = f"{counted(descent.updates, 'update')}: {loss} "
        if after == before:
            parts.append(f"{made}stays at {last}.")
        elif after < before:
            parts.append(f"{made}fell from {first} to {last}.")
        else:
            parts.append(f"{made}rose from {first} to {last}: the step is too large here. Try a lower rate.")
    if descent.failure:
        parts.append(descent.failure)
    return " ".join(parts)


def say_rule(table: UpdateTable, mistake: str) -> str:
    """Name the update that comes next, and the mistake that its gradients are made with."""
    words = f"Update {table.report.number:,}, rate {number_text(table.report.rule.rate)}"
    return f"{words}, with the mistake “{TITLES[mistake]}”" if mistake else words


def say_step(table: UpdateTable, index: int, loss: str) -> str:
    """Describe the update of one parameter, and why it goes that way."""
    gradient, name = float(table.raw[index]), table.names[index]
    if gradient == 0.0:
        why = f"Its gradient is 0: a small change of {name} leaves {loss} as it is"
    else:
        slope, against = ("rises", "down") if gradient > 0.0 else ("falls", "up")
        why = f"{loss} {slope} where {name} grows, so {name} goes {against}"
    return f"{say_update(table, index)} {why}."

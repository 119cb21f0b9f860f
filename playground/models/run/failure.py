"""Why a run failed: in words, and the moment at which it did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError
from engine.operations import OPERATIONS
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.style.words import number_text


@dataclass(frozen=True, eq=False)
class Failure:
    """A network and the last parameters that it had; a batch could not be learned with them."""

    network: Network
    parameters: NDArray[np.float64]


def explain(error: ScalarError, experiment: Experiment) -> str:
    """Explain why a run failed, and what to try."""
    advice = "Try a smaller learning rate"
    if not experiment.standardize:
        advice += ", standardised data"
    if experiment.regularization != "none" and experiment.regularization_rate > 0.1:
        advice += ", a smaller regularisation rate"
    return f"Training paused: a number became too large to go on with{_place(error)}. {advice}."


def _place(error: ScalarError) -> str:
    """Say which operation overflowed, and on what, where that is known."""
    operation = OPERATIONS.get(error.operation)
    if operation is None:
        # An update has the name of its parameter; a batch that was too large to replay has none.
        return ", in the update of the weights" if error.label else ""
    operands = zip(("x", "y"), error.operands[:2], strict=False)
    named = " and ".join(f"{name} = {number_text(operand.value, 3)}" for name, operand in operands)
    formula = operation.formula.replace(" ** 2", "²").replace(" * ", " × ")
    return f", in {formula}" + (f" with {named}" if named else "")

"""Real updates to show: of small networks some steps into training."""

from __future__ import annotations

from typing import Any

from playground.models.experiment.experiment import Experiment
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.session import Session


class Training:
    """A run, and the update it stands before."""

    def __init__(self, steps: int = 3, **values: Any) -> None:
        self.session = Session(Experiment(**{"hidden": (2,), "backend": "array", **values}))
        self.session.train_steps(steps)

    def table(self) -> UpdateTable:
        trainer = self.session.training.trainer
        names = [f"p{place}" for place in range(len(trainer.parameters))]
        return update_table(names, OptimizerReport.of(trainer), trainer.look_ahead().gradients)


def an_update(steps: int = 3, **values: Any) -> UpdateTable:
    return Training(steps, **values).table()

"""Curves of several runs as one CSV file."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path

from playground.models.compare.comparison import ComparedRun, Figures
from playground.models.compare.naming import differing, value_text
from playground.models.data.table_columns import harmless
from playground.models.experiment.atomic_file import replaced_file
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of

COLUMNS = ("epoch", "train loss", "test loss", "train score", "test score")


def write_runs(runs: Sequence[ComparedRun], figures: Mapping[int, Figures], path: Path) -> None:
    """Write for each run a row with its results at its epoch on screen, then one for each known epoch.

    Every row has the settings in which the runs differ.

    Parameters
    ----------
    figures
        The results on screen by the key of the run.

    Raises
    ------
    OSError
        The file cannot be written; an existing one stays as it was.
    """
    with replaced_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        names = differing([run.experiment for run in runs]) if runs else []
        labels = [settings_of(Experiment)[name].label.lower() for name in names]
        writer.writerow(("run", "name", *labels, "is at cursor", *COLUMNS))
        for run in runs:
            head = [run.number, harmless(run.name)]
            head += [harmless(value_text(run.experiment, name)) for name in names]
            writer.writerow((*head, 1, *map(_cell, astuple(figures[run.key]))))
            curves = run.curves
            rows = zip(
                curves.epochs.astype(int).tolist(), curves.train.tolist(), curves.test.tolist(),
                curves.train_score.tolist(), curves.test_score.tolist(), strict=True,
            )  # fmt: skip
            writer.writerows((*head, 0, *map(_cell, row)) for row in rows)


def _cell(value: float | None) -> float | str:
    return "" if value is None or math.isnan(value) else value

"""Curves of several runs as one CSV file."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from playground.models.compare.comparison import ComparedRun, figures_at
from playground.models.data.table_columns import harmless
from playground.models.experiment.atomic_file import replaced_file

COLUMNS = ("epoch", "train loss", "test loss", "train score", "test score")


def write_runs(runs: Sequence[ComparedRun], epochs: Mapping[int, int], path: Path) -> None:
    """Write for each run a row with its results at its epoch on screen, then one for each known epoch.

    Parameters
    ----------
    epochs
        By the key of the run.

    Raises
    ------
    OSError
        The file cannot be written; an existing one stays as it was.
    """
    with replaced_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("run", "name", "is at cursor", *COLUMNS))
        for run in runs:
            name = harmless(run.name)
            now = figures_at(run.curves, epochs[run.key])
            figures = (now.epoch, now.train_loss, now.test_loss, now.train_score, now.test_score)
            writer.writerow((run.number, name, 1, *map(_cell, figures)))
            curves = run.curves
            rows = zip(
                curves.epochs.astype(int).tolist(), curves.train.tolist(), curves.test.tolist(),
                curves.train_score.tolist(), curves.test_score.tolist(), strict=True,
            )  # fmt: skip
            writer.writerows((run.number, name, 0, *map(_cell, row)) for row in rows)


def _cell(value: float | None) -> float | str:
    return "" if value is None or math.isnan(value) else value

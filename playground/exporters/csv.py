"""Writing data sets as CSV files."""

from __future__ import annotations

import csv
from pathlib import Path

from playground.models.data.datasets import Dataset
from playground.models.data.table_columns import harmless
from playground.models.experiment.atomic_file import replaced_file
from playground.models.experiment.regular_file import shown_name
from playground.models.ticket import Ticket

TARGET_NAMES = {"classification": "class", "regression": "target"}


def write_csv(dataset: Dataset, path: Path) -> None:
    """Write all samples with a header; reading returns the same numbers to the last bit.

    A spreadsheet would evaluate texts that begin with an equals sign and the like as formulas. They
    get a leading apostrophe, which is removed on reading.

    Raises
    ------
    OSError
        The file cannot be written; an existing one stays as it was.
    """
    names = [harmless(name) for name in (*dataset.feature_names, TARGET_NAMES[dataset.task])]
    targets = dataset.y.tolist()
    if dataset.task == "classification":
        targets = [harmless(dataset.class_names[number]) for number in targets]
    with replaced_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([*row, target] for row, target in zip(dataset.X.tolist(), targets, strict=True))


def export_csv(dataset: Dataset, path: Path, _: Ticket) -> str:
    """Write all samples, even if the window is closing, and return a message."""
    write_csv(dataset, path)
    return f"{dataset.n_samples:,} points written to {shown_name(path)}."

"""Writing data sets as CSV files."""

from __future__ import annotations

import csv
from pathlib import Path

from playground.models.data.datasets import Dataset
from playground.models.experiment.atomic_file import replaced_file

TARGET_NAMES = {"classification": "class", "regression": "target"}


def write_csv(dataset: Dataset, path: Path) -> None:
    """Write all samples with a header; numbers read back are equal to the last bit.

    Raises
    ------
    OSError
        The file cannot be written; one that was there before is as it was.
    """
    names = [*dataset.feature_names, TARGET_NAMES[dataset.task]]
    targets = dataset.y.tolist()
    if dataset.task == "classification":
        targets = [dataset.class_names[number] for number in targets]
    with replaced_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([*row, target] for row, target in zip(dataset.X.tolist(), targets, strict=True))

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.exporters.runs_csv import COLUMNS, write_runs
from playground.models.compare.comparison import ComparedRun, Figures, figures_at
from playground.models.experiment.experiment import Experiment
from playground.models.run.history import Curves


def run(number: int, name: str, losses: list[float]) -> ComparedRun:
    epochs, values = np.arange(1.0, len(losses) + 1), np.array(losses)
    unknown = np.full(len(losses), np.nan)
    curves = Curves(epochs, values, 2 * values, values, values, unknown, values / 10)
    return ComparedRun(number, number, name, Experiment(), curves, len(losses), 10)


def at(epoch: int, *runs: ComparedRun) -> dict[int, Figures]:
    return {one.key: figures_at(one.curves, epoch) for one in runs}


def read(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def test_that_each_run_has_its_figures_at_the_cursor_and_then_all_its_epochs(tmp_path):
    path = tmp_path / "runs.csv"
    one, two = run(1, "A", [0.5, 0.25]), run(2, "B", [0.125])
    write_runs([one, two], at(2, one, two), path)
    head, *rows = read(path)
    assert head == ["run", "name", "is at cursor", *COLUMNS]
    assert rows == [
        ["1", "A", "1", "2", "0.25", "0.5", "", "0.025"],
        ["1", "A", "0", "1", "0.5", "1.0", "", "0.05"],
        ["1", "A", "0", "2", "0.25", "0.5", "", "0.025"],
        ["2", "B", "1", "1", "0.125", "0.25", "", "0.0125"],
        ["2", "B", "0", "1", "0.125", "0.25", "", "0.0125"],
    ]


def test_that_the_settings_that_differ_are_columns(tmp_path):
    path = tmp_path / "runs.csv"
    one, two = run(1, "A", [0.5]), run(2, "B", [0.125, 0.1])
    two = replace(two, experiment=Experiment(optimizer="momentum", batch_size=50))
    write_runs([one, two], at(1, one, two), path)
    head, *rows = read(path)
    assert head[:5] == ["run", "name", "batch size", "optimizer", "is at cursor"]
    assert {tuple(row[:4]) for row in rows} == {("1", "A", "10", "Adam"), ("2", "B", "50", "Momentum")}


def test_that_a_name_is_no_formula_for_a_spreadsheet(tmp_path):
    path = tmp_path / "runs.csv"
    one = run(1, '=HYPERLINK("x")', [0.5])
    write_runs([one], at(1, one), path)
    assert all(not row[1].startswith("=") for row in read(path)[1:])


def test_that_a_file_that_cannot_be_written_leaves_the_one_from_before(tmp_path, monkeypatch):
    path = tmp_path / "runs.csv"
    one = run(1, "A", [0.5])
    write_runs([one], at(1, one), path)
    before = path.read_bytes()
    with pytest.raises(AttributeError):
        write_runs([one, None], at(1, one), path)  # type: ignore[list-item]
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]

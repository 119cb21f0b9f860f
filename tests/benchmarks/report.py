"""Measures this engine against its peers, prints the tables and writes docs/benchmarks.md.

``python -m tests.benchmarks.report [W1 W2 ... W6] [--rounds N] [--output FILE]``
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown

from tests.benchmarks import growth, machine, stations, tables
from tests.benchmarks.cursor import cursor_table, measure_cursors
from tests.benchmarks.history import SETTINGS, history_table, measure_history
from tests.benchmarks.measure import ROUNDS
from tests.benchmarks.peers import PEERS, ArrayPeer, CompiledPeer
from tests.benchmarks.tables import Table
from tests.benchmarks.workloads import MAKERS, workload

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
# Read when the libraries are loaded, so this process starts another one with them.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}
BOUNDARIES = {"W5 on W1": "W1", "W5 on W3": "W3 batch 10"}
GROWTH, HISTORY, CURSOR = "W6", "history", "cursor"
NAMES = (*MAKERS, *BOUNDARIES, GROWTH, HISTORY, CURSOR)
PARAMETERS_NOTE = (
    "2-h-h-1 tanh on 500 points in batches of 50. Time grows as size to the power of the exponent, fitted"
    " over all sizes and over the last two."
)
SAMPLES_NOTE = "The network of W2 on more points, full batch."


def measure_peers(names: Sequence[str], rounds: int) -> list[Table]:
    """Measure W1 to W5, those of them that are named."""
    trainings, boundaries = {}, {}
    for name in (name for name in MAKERS if name in names):
        _say(name)
        trainings[name] = stations.measure("training", name, rounds)
    for name in (name for name in BOUNDARIES if name in names):
        _say(name)
        boundaries[name] = stations.measure("boundary", BOUNDARIES[name], rounds)
    results = {**trainings, **boundaries}
    if not results:
        return []
    ours = [kind.title for kind in (CompiledPeer, ArrayPeer) if not kind.missing()]
    found = [tables.goals_table(results, ours[0])] if set(tables.COLUMNS) <= set(results) else []
    found += [tables.ratio_table(results, title) for title in ours]
    if trainings:
        found.append(tables.rate_table("W1 to W4: epochs a second", trainings, "epochs/s"))
    if boundaries:
        note = "100x100 points, the values of all neurons."
        found.append(tables.rate_table("W5: boundaries a second", boundaries, "boundaries/s", note))
    return [*found, tables.check_table(results)]


def measure_growth(rounds: int) -> list[Table]:
    """Measure W6."""
    _say(GROWTH)
    by_parameters = growth.measure_growth(growth.parameter_workloads())
    by_samples = growth.measure_growth(growth.sample_workloads())
    first = growth.first_epochs([*MAKERS, growth.LARGEST_DRAWN], rounds)
    return [
        tables.growth_table("W6: growth with parameters", "parameters", by_parameters, PARAMETERS_NOTE),
        tables.growth_table("W6: growth with samples", "samples", by_samples, SAMPLES_NOTE),
        tables.first_epoch_table(first),
    ]


def document(found: Sequence[Table], command: str, rounds: int) -> str:
    """Return the tables below what one must know to read them."""
    head = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. The peers are the extra `bench` of `pyproject.toml`"
        " (`.venv/bin/python -m pip install jax torch`); without them their rows are blank.",
        "",
        f"- Date: {datetime.now(UTC):%Y-%m-%d}",
        f"- Machine: {machine.machine_kind()}",
        f"- Versions: {machine.versions()}",
        f"- Command: `{command}`",
        "- Same training everywhere: float64, one thread, the same first weights and batches, plain SGD, mean"
        f" loss. {rounds} rounds over all peers, each in a process of its own, some 0.3 s a round (those that"
        " are slow 1 s); processor or wall time, whichever is shorter.",
        *(f"- {work.name}: {work.title}, rate {work.rate:g}" for work in map(workload, MAKERS)),
        "- scikit-learn shuffles in its own order, and its single output is logistic with log loss: the same"
        " amount of work, not the same losses. Other peers get the orders of samples for nothing; this engine"
        " shuffles within its time.",
        *(f"- {kind.title}: {kind.missing()}." for kind in PEERS if kind.missing()),
        "",
    ]
    return "\n".join(head) + "\n" + "\n\n".join(table.markdown() for table in found) + "\n"


def _say(name: str) -> None:
    print(f"measuring {name} ...", file=sys.stderr, flush=True)


def main() -> None:
    """Start a process with one thread, which measures and writes."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.report")
    parser.add_argument("names", nargs="*", default=[], help=f"some of {', '.join(NAMES)}; all by default")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--output", type=Path, default=DOCUMENT)
    parser.add_argument("--measuring", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(NAMES)
    if unknown:
        parser.error(f"unknown workloads {sorted(unknown)}: choose among {', '.join(NAMES)}")
    if not arguments.measuring:
        again = [sys.executable, "-m", "tests.benchmarks.report", *sys.argv[1:], "--measuring"]
        sys.exit(subprocess.run(again, cwd=ROOT, env={**os.environ, **ONE_THREAD}).returncode)
    rounds, names = arguments.rounds, arguments.names or NAMES
    command = ["python -m tests.benchmarks.report", *map(shlex.quote, arguments.names), f"--rounds {rounds}"]
    found = measure_peers(names, rounds)
    if found:  # W6 takes long: what is there is safe
        arguments.output.write_text(document(found, " ".join(command), rounds), encoding="utf-8")
    if GROWTH in names:
        found += measure_growth(min(rounds, 5))
    if HISTORY in names:
        _say(HISTORY)
        found.append(history_table({name: measure_history(one) for name, one in SETTINGS.items()}))
    if CURSOR in names:
        _say(CURSOR)
        found.append(cursor_table(measure_cursors()))
    text = document(found, " ".join(command), rounds)
    arguments.output.write_text(text, encoding="utf-8")
    Console(width=None if sys.stdout.isatty() else 200).print(Markdown(text))


if __name__ == "__main__":
    main()

"""Training without a window: a progress bar, the final figures, and a picture on request."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from engine import ScalarError, Trainer
from playground.arguments import experiment_from, program_name
from playground.models.diagnosis.mistakes import MISTAKES, is_made, mistakes_in
from playground.models.experiment.atomic_file import check_writable
from playground.models.network.network import arrows
from playground.models.run.failure import explain
from playground.models.run.training import Training
from playground.style.words import loss_text, percent_text

BAD_INPUT = 2
REFRESH_SECONDS = 0.05


def train(options: argparse.Namespace) -> int:
    """Run the job; return the exit code: 0, 1 if training failed, 2 for invalid input."""
    try:
        training = _prepare(options)
    except (ValueError, OSError) as error:
        print(f"{program_name()} train: {error}", file=sys.stderr)
        return BAD_INPUT
    network = training.network
    console = Console(markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"{network.experiment.title}: {arrows(network.structure)}, {network.n_parameters} parameters"
    )
    for mistake in mistakes_in(network):
        console.print(f"On purpose {mistake.title}: {mistake.effect}.", style="red")
    try:
        _train(training.trainer, options.epochs, console)
    except ScalarError as error:
        console.print(explain(error, network.experiment), style="red")
        return 1
    except KeyboardInterrupt:
        console.print("Stopped; these are the figures so far.")
    _report(training, console)
    if options.plot is not None:
        from playground.exporters.boundary_png import write_boundary

        try:
            write_boundary(training, options.plot)
        except OSError as error:
            print(f"{program_name()} train: {error}", file=sys.stderr)
            return BAD_INPUT
        console.print(f"Decision boundary written to {options.plot}")
    return 0


def _prepare(options: argparse.Namespace) -> Training:
    if options.plot is not None:
        _check_writable(options.plot)
    training = Training.of(experiment_from(options))
    network = training.network
    if "loss" in options and network.experiment.loss != options.loss:
        raise ValueError(
            f"the loss {options.loss!r} does not go with {options.dataset}: try {network.experiment.loss}"
        )
    if options.layers and options.layers != network.structure:
        given = ",".join(map(str, options.layers))
        raise ValueError(
            f"--layers {given} does not fit {options.dataset}: it needs {network.structure[0]} inputs "
            f"and {network.structure[-1]} output{'s' * (network.structure[-1] > 1)} "
            f"with {network.experiment.loss}"
        )
    known = {mistake.key for mistake in mistakes_in(network)}
    for key, mistake in MISTAKES.items():
        if mistake.is_setting and key not in known and is_made(key, network.experiment):
            raise ValueError(f"{mistake.title} makes no difference here: {mistake.refusal(network)}")
    return training


def _check_writable(path: Path) -> None:
    """Raise an OSError now rather than after an hour of training."""
    if path.suffix.lower() != ".png":
        raise ValueError(f"--plot writes PNG pictures, {path} does not end in .png")
    check_writable(path)


def _train(trainer: Trainer, epochs: int, console: Console) -> None:
    columns = (
        TextColumn("Epoch"), MofNCompleteColumn(), BarColumn(), TextColumn("loss {task.fields[loss]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("train", total=epochs, loss="…")
        while trainer.epoch < epochs:
            trainer.train_for(REFRESH_SECONDS, epochs)
            progress.update(task, completed=trainer.epoch, loss=loss_text(trainer.last_train_loss))


def _report(training: Training, console: Console) -> None:
    snapshot = training.trainer.snapshot()
    console.print(f"Epoch      {snapshot.epoch}")
    console.print(f"Loss       train {loss_text(snapshot.train_loss)}   test {loss_text(snapshot.test_loss)}")
    train, test = snapshot.train_accuracy, snapshot.test_accuracy
    if train is not None and test is not None:
        console.print(f"Accuracy   train {percent_text(train)}   test {percent_text(test)}")

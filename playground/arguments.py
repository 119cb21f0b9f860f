"""The command line: what can be asked for, and one clear line for what cannot."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from engine.training.backends import BACKENDS
from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import (
    ACTIVATIONS,
    INITIALIZATIONS,
    LOSS_TITLES,
    OPTIMIZERS,
    REGULARIZATIONS,
    Experiment,
    parse_layers,
)

DESCRIPTION = "See how neural networks learn: MLPs made of scalars, trained live in a window or headless."


class OneLineParser(argparse.ArgumentParser):
    """Ends with one line and exit code 2 instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print `message` and exit."""
        self.exit(2, f"{self.prog}: {message}\n")


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line; `command` is None for the window and ``"train"`` for the headless job."""
    default = Experiment()
    parser = OneLineParser(prog="main.py", description=DESCRIPTION)
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="theme of the window")
    parser.add_argument(
        "--fresh", action="store_true", help="open with the default settings instead of the last ones"
    )
    commands = parser.add_subparsers(dest="command", metavar="{train}", parser_class=OneLineParser)
    train = commands.add_parser(
        "train",
        help="train without a window",
        description="Train a network on a data set without a window and print its losses and accuracy.",
    )
    train.add_argument("dataset", help=f"one of {', '.join(DATASETS)}")
    train.add_argument(
        "--layers",
        type=_layers,
        metavar="SIZES",
        help="all layer sizes from inputs to outputs, such as 4,6,6,3 (default: hidden layers of 6 and 6)",
    )
    train.add_argument("--epochs", type=_epochs, default=200, help="how long to train (default: %(default)s)")
    train.add_argument(
        "--plot", type=Path, metavar="FILE.png", help="write a picture of the decision boundary"
    )
    train.add_argument(
        "--activation", choices=tuple(ACTIVATIONS), default=default.activation,
        help="of the hidden layers (default: %(default)s)",
    )  # fmt: skip
    train.add_argument("--loss", choices=tuple(LOSS_TITLES), help="default: the usual one for the task")
    train.add_argument(
        "--optimizer", choices=tuple(OPTIMIZERS), default=default.optimizer,
        help="how a gradient becomes an update (default: %(default)s)",
    )  # fmt: skip
    train.add_argument(
        "--learning-rate", type=float, default=default.learning_rate,
        help="how far each update goes (default: %(default)s)",
    )  # fmt: skip
    train.add_argument(
        "--batch-size", type=int, default=default.batch_size,
        help="samples an update (default: %(default)s)",
    )  # fmt: skip
    train.add_argument(
        "--regularization", choices=tuple(REGULARIZATIONS), default=default.regularization,
        help="pull on the weights (default: %(default)s)",
    )  # fmt: skip
    train.add_argument(
        "--regularization-rate", type=float, default=default.regularization_rate,
        help="how strong the pull is (default: %(default)s)",
    )  # fmt: skip
    train.add_argument(
        "--initializer", choices=tuple(INITIALIZATIONS), default=default.initializer,
        help="how first weights are drawn (default: %(default)s)",
    )  # fmt: skip
    train.add_argument(
        "--train-split",
        type=float,
        default=default.train_fraction,
        help="share of samples trained on, 0.1 to 0.9 (default: %(default)s)",
    )
    train.add_argument(
        "--noise",
        type=float,
        default=default.noise,
        help="how strongly the samples are blurred, 0 to 1 (default: %(default)s)",
    )
    train.add_argument(
        "--seed", type=int, default=default.seed,
        help="of data, split, weights and order (default: %(default)s)",
    )  # fmt: skip
    train.add_argument("--raw", action="store_true", help="do not standardise the data")
    train.add_argument(
        "--backend", choices=tuple(BACKENDS), default=default.backend,
        help="what the scalars run as (default: %(default)s): "
        + "; ".join(f"{info.name}: {info.description}" for info in BACKENDS.values()),
    )  # fmt: skip
    return parser.parse_args(arguments)


def experiment_from(options: argparse.Namespace) -> Experiment:
    """Return the experiment that the options of ``train`` describe.

    Raises
    ------
    ValueError
        An unknown data set or a value out of range.
    """
    # A run replaces a loss that does not fit its task, so this comes to the usual one of every task, and lets
    # two classes have one output or two.
    usual = "cross_entropy" if options.layers and options.layers[-1] > 1 else "binary_cross_entropy"
    return Experiment(
        dataset=options.dataset,
        train_fraction=options.train_split,
        noise=options.noise,
        batch_size=options.batch_size,
        seed=options.seed,
        standardize=not options.raw,
        hidden=options.layers[1:-1] if options.layers else Experiment().hidden,
        activation=options.activation,
        initializer=options.initializer,
        loss=options.loss or usual,
        optimizer=options.optimizer,
        learning_rate=options.learning_rate,
        regularization=options.regularization,
        regularization_rate=options.regularization_rate,
        backend=options.backend,
    )


def _layers(text: str) -> tuple[int, ...]:
    try:
        sizes = parse_layers(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if len(sizes) < 2:
        raise argparse.ArgumentTypeError(
            f"at least inputs and outputs are needed, such as 4,6,6,3; not {text!r}"
        )
    return sizes


def _epochs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"a whole number of epochs from 1 is needed, not {text!r}")
    return int(text)

"""The command line: what can be asked for, and one clear line for what cannot."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.layer_sizes import read_sizes
from playground.models.experiment.settings import Choice, Marks, Number, Setting, Switch, Whole, settings_of

DESCRIPTION = "See how neural networks learn: MLPs made of scalars, trained live in a window or headless."


INSTALLED_NAME = "scalar-playground"
_NAMES_BY_FILE = {"main.py": "python main.py", "__main__.py": "python -m playground"}
_TRAIN, _CHECK_LESSON = "train", "check-lesson"


class OneLineParser(argparse.ArgumentParser):
    """Ends with one line and exit code 2 instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Print `message` and exit."""
        self.exit(2, f"{self.prog}: {message}\n")


def program_name() -> str:
    """Return what to type to run the program again in the way it was called."""
    return _NAMES_BY_FILE.get(Path(sys.argv[0]).name, INSTALLED_NAME)


def parse_arguments(
    arguments: Sequence[str] | None = None, table: type[Experiment] = Experiment
) -> argparse.Namespace:
    """Read the command line; `command` is None for the window, or the name of a job without one."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    parser = OneLineParser(prog=program_name(), description=DESCRIPTION)
    if _TRAIN in arguments:
        _offer_train(parser, table)
        return parser.parse_args(arguments)
    if arguments[:1] == [_CHECK_LESSON]:
        _offer_check_lesson(parser)
        return parser.parse_args(arguments)
    parser.epilog = (
        f"{parser.prog} {_TRAIN} --help tells how to train without a window, "
        f"{_CHECK_LESSON} --help how to check a lesson."
    )
    parser.set_defaults(command=None)
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="theme of the window")
    parser.add_argument(
        "--fresh", action="store_true", help="open with the default settings instead of the last ones"
    )
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="an experiment to open, paused where it was saved"
    )
    parser.add_argument("--at", type=_epoch, metavar="EPOCH", help="an epoch of FILE to look at")
    options = parser.parse_args(arguments)
    if options.at is not None and options.file is None:
        parser.error("--at needs a FILE")
    if options.file is not None and not options.file.exists():
        parser.error(
            f"there is no file {str(options.file)!r}, and the only commands are {_TRAIN} and {_CHECK_LESSON}"
        )
    return options


def _offer_check_lesson(parser: OneLineParser) -> None:
    commands = parser.add_subparsers(dest="command", metavar=_CHECK_LESSON, parser_class=OneLineParser)
    check = commands.add_parser(
        _CHECK_LESSON,
        help="check lessons",
        description="Read lessons, run their experiments, and name every fault by its line.",
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a lesson in Markdown")
    check.add_argument(
        "--quick", action="store_true", help="only read them, without running their experiments"
    )


def _offer_train(parser: OneLineParser, table: type[Experiment]) -> None:
    default = table()
    commands = parser.add_subparsers(dest="command", metavar=f"{{{_TRAIN}}}", parser_class=OneLineParser)
    train = commands.add_parser(
        _TRAIN,
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
    for name, declared in settings_of(table).items():
        if declared.flag != "":
            _offer(train, name, declared, default)


def _offer(parser: argparse.ArgumentParser, name: str, declared: Setting, default: Experiment) -> None:
    """Add the option of one setting; left out, it leaves the setting as it is."""
    flag, kind, value = declared.flag or f"--{name.replace('_', '-')}", declared.kind, getattr(default, name)
    known = "the usual one of the task" if name == "loss" else value
    zero = "; 0 for never" if getattr(kind, "zero_is_off", False) else ""
    words: dict[str, Any] = {
        "dest": name, "default": argparse.SUPPRESS, "help": f"{declared.tip}{zero} (default: {known})"
    }  # fmt: skip
    if isinstance(kind, Marks):
        words |= {"action": "store_const", "const": (True,) * kind.most}
        words["help"] = f"On for all hidden layers: {declared.tip}"
    elif isinstance(kind, Switch):
        words |= {"action": "store_const", "const": not value}
        words["help"] = f"{'Off' if value else 'On'}: {declared.tip}"
    elif isinstance(kind, Choice):
        words["choices"] = tuple(kind.options)
    elif isinstance(kind, Whole | Number):
        words |= {"type": int if isinstance(kind, Whole) else float, "metavar": "NUMBER"}
    words["help"] = words["help"].replace("%", "%%")
    parser.add_argument(flag, **words)


def experiment_from(options: argparse.Namespace, table: type[Experiment] = Experiment) -> Experiment:
    """Return the experiment that the options of ``train`` describe.

    Raises
    ------
    ValueError
        An unknown data set or a value out of range.
    """
    # A run replaces a loss that does not fit its task, so this comes to the usual one of every task, and lets
    # two classes have one output or two.
    usual = "cross_entropy" if options.layers and options.layers[-1] > 1 else "binary_cross_entropy"
    given = {name: value for name, value in vars(options).items() if name in settings_of(table)}
    if options.layers:
        given["hidden"] = options.layers[1:-1]
    return table(**{"loss": usual, **given})


def _layers(text: str) -> tuple[int, ...]:
    try:
        sizes = read_sizes(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if len(sizes) < 2:
        raise argparse.ArgumentTypeError(
            f"at least inputs and outputs are needed, such as 4,6,6,3; not {text!r}"
        )
    return sizes


def _epoch(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"an epoch is a whole number from 0, not {text!r}")
    return int(text)


def _epochs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"a whole number of epochs from 1 is needed, not {text!r}")
    return int(text)

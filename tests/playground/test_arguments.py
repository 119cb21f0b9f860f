from __future__ import annotations

import pytest

from playground.arguments import experiment_from, parse_arguments
from playground.models.experiment.experiment import Experiment


def test_that_no_argument_opens_the_window():
    options = parse_arguments([])
    assert (options.command, options.theme, options.fresh) == (None, None, False)


def test_that_theme_and_fresh_are_read():
    options = parse_arguments(["--theme", "dark", "--fresh"])
    assert (options.theme, options.fresh) == ("dark", True)


def test_that_every_option_of_train_reaches_the_experiment():
    options = parse_arguments(
        [
            *("train", "circle", "--layers", "2,5,4,1", "--activation", "sin", "--loss", "hinge"),
            *(
                "--optimizer",
                "rmsprop",
                "--learning-rate",
                "0.5",
                "--batch-size",
                "7",
                "--regularization",
                "l1",
            ),
            *(
                "--regularization-rate",
                "0.25",
                "--initializer",
                "he",
                "--train-split",
                "0.5",
                "--noise",
                "0.3",
            ),
            *("--seed", "11", "--raw"),
        ]
    )
    assert experiment_from(options) == Experiment(
        dataset="circle", hidden=(5, 4), activation="sin", loss="hinge", optimizer="rmsprop",
        learning_rate=0.5, batch_size=7, regularization="l1", regularization_rate=0.25, initializer="he",
        train_fraction=0.5, noise=0.3, seed=11, standardize=False,
    )  # fmt: skip


def test_that_the_defaults_are_those_of_the_window():
    experiment = experiment_from(parse_arguments(["train", "iris", "--loss", "cross_entropy"]))
    assert experiment == Experiment()


@pytest.mark.parametrize("arguments", [["--help"], ["train", "--help"]])
def test_that_help_names_every_option_and_ends_well(capsys, arguments):
    with pytest.raises(SystemExit) as end:
        parse_arguments(arguments)
    assert end.value.code == 0
    out = capsys.readouterr().out
    expected = ["--theme", "--fresh", "train"]
    if "train" in arguments:
        expected = [
            *("iris", "diabetes", "--layers", "--epochs", "--plot", "--activation", "--loss", "--optimizer"),
            *(
                "--learning-rate",
                "--batch-size",
                "--regularization",
                "--regularization-rate",
                "--initializer",
            ),
            *("--train-split", "--noise", "--seed", "--raw", "--backend"),
        ]
    for word in expected:
        assert word in out


def test_that_every_option_has_a_line_of_help(capsys):
    with pytest.raises(SystemExit):
        parse_arguments(["train", "--help"])
    lines = capsys.readouterr().out.split("options:")[1].splitlines()
    for number, line in enumerate(lines):
        if line.startswith("  -"):
            words = line.strip().split("  ")
            explained = len(words) > 1 or lines[number + 1].startswith("      ")
            assert explained, line


def test_that_a_file_and_an_epoch_of_it_are_read(tmp_path):
    path = tmp_path / "run.playground"
    path.touch()
    options = parse_arguments(["--theme", "dark", str(path), "--at", "200"])
    assert (options.command, options.file, options.at, options.theme) == (None, path, 200, "dark")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--at", "3"], "--at needs a FILE"),
        (["nowhere.playground"], "there is no file 'nowhere.playground'"),
        (["nowhere.playground", "--at", "-1"], "--at"),
        (["nowhere.playground", "--at", "two"], "an epoch is a whole number"),
    ],
)
def test_that_a_file_that_is_not_there_ends_with_one_line(capsys, arguments, words):
    with pytest.raises(SystemExit) as end:
        parse_arguments(arguments)
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("main.py", "python main.py"),
        ("/x/playground/__main__.py", "python -m playground"),
        ("/x/bin/scalar-playground", "scalar-playground"),
    ],
)
def test_that_help_says_what_to_type(monkeypatch, capsys, called: str, name: str) -> None:
    monkeypatch.setattr("sys.argv", [called])
    with pytest.raises(SystemExit):
        parse_arguments(["--help"])
    assert f"usage: {name} " in capsys.readouterr().out


def test_that_batch_norm_on_the_command_line_is_for_all_hidden_layers():
    options = parse_arguments(["train", "circle", "--layers", "2,5,4,1", "--batch-norm", "--no-output-bias"])
    experiment = experiment_from(options)
    assert (experiment.batch_norm, experiment.output_bias) == ((True, True), False)
    assert experiment_from(parse_arguments(["train", "circle"])).batch_norm == ()

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from playground.app import main

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> int:
    """Return the exit code, however `main` ends."""
    try:
        return main(list(arguments))
    except SystemExit as end:
        return int(end.code or 0)


def test_that_it_trains_iris_and_writes_the_boundary(tmp_path, capsys):
    picture = tmp_path / "boundary.png"
    code = run("train", "iris", "--layers", "4,6,6,3", "--epochs", "60", "--plot", str(picture))
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert "4 → 6 → 6 → 3" in out
    accuracy = float(out.split("Accuracy")[1].split("test")[1].split("%")[0])
    assert accuracy >= 90.0
    assert "Loss       train 0.0" in out
    assert str(picture) in out
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (800, 800)


def test_that_mistakes_made_on_purpose_are_named_before_training(capsys):
    assert run("train", "iris", "--epochs", "1", "--softmax-twice", "--skips-scaling") == 0
    out, _ = capsys.readouterr()
    head = out[: out.index("Epoch")]
    assert "On purpose Softmax twice: The loss expects logits" in head
    assert "On purpose Inputs not scaled: " in head


def test_that_equal_first_weights_without_a_hidden_layer_are_no_mistake(capsys):
    assert run("train", "iris", "--epochs", "1", "--initializer", "zeros", "--layers", "4,3") == 0
    assert "On purpose" not in capsys.readouterr().out


def test_that_it_runs_as_a_command_without_any_display(tmp_path):
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    picture = tmp_path / "moons.png"
    result = subprocess.run(
        [sys.executable, "main.py", "train", "moons", "--epochs", "3", "--plot", str(picture)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert result.returncode == 0
    assert result.stderr == ""
    assert "Accuracy" in result.stdout
    assert picture.stat().st_size > 1000


def test_that_the_same_seed_gives_the_same_figures_with_either_backend(capsys):
    outputs = []
    for backend in ("array", "array", "interpreted"):
        assert run("train", "iris", "--epochs", "2", "--seed", "5", "--backend", backend) == 0
        outputs.append(
            [line for line in capsys.readouterr().out.splitlines() if "Loss" in line or "Acc" in line]
        )
    assert outputs[0] == outputs[1] == outputs[2]
    assert len(outputs[0]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["flowers"], ["flowers", "iris", "diabetes"]),
        (["iris", "--layers", "4,six,3"], ["“six”"]),
        (["iris", "--layers", "4,0,3"], ["“0”"]),
        (["iris", "--layers", "4"], ["'4'", "at least"]),
        (["iris", "--layers", ""], ["missing"]),
        (["iris", "--layers", "5,6,3"], ["5,6,3", "4 inputs", "3 outputs"]),
        (["iris", "--layers", "4,6,2"], ["4,6,2", "4 inputs", "3 outputs"]),
        (["diabetes", "--layers", "10,6,2"], ["10,6,2", "1 output "]),
        (["iris", "--layers", "4" + ",2" * 11 + ",3"], ["at most 10", "11"]),
        (["iris", "--epochs", "0"], ["'0'"]),
        (["iris", "--epochs", "many"], ["'many'"]),
        (["iris", "--learning-rate", "fast"], ["'fast'"]),
        (["iris", "--learning-rate", "nan"], ["nan"]),
        (["iris", "--learning-rate", "-1"], ["-1"]),
        (["iris", "--batch-size", "0"], ["batch_size", "0"]),
        (["iris", "--train-split", "1"], ["train_fraction", "1"]),
        (["iris", "--noise", "2"], ["noise", "2"]),
        (["iris", "--seed", "-3"], ["seed", "-3"]),
        (["iris", "--loss", "hinge"], ["hinge", "cross_entropy"]),
        (["iris", "--plot", "boundary.jpg"], ["boundary.jpg", ".png"]),
        (["iris", "--optimizer", "best"], ["best", "adam"]),
        (["plane", "--labels-off-by-one"], ["Labels off by one", "no difference", "no next class"]),
        (["iris", "--views-for-permute"], ["view for permute", "no difference", "choose Digits"]),
        ([], ["dataset"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_that_bad_input_ends_with_one_line_and_exit_code_2(capsys, arguments, words):
    assert run("train", *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    for word in words:
        assert word in err


def test_that_a_path_that_cannot_be_written_ends_before_training(tmp_path, capsys):
    for path in (tmp_path / "missing" / "boundary.png", tmp_path / "folder.png"):
        (tmp_path / "folder.png").mkdir(exist_ok=True)
        assert run("train", "iris", "--epochs", "100000", "--plot", str(path)) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        assert path.name in err


def test_that_refused_input_leaves_no_empty_picture(tmp_path, capsys):
    picture = tmp_path / "boundary.png"
    assert run("train", "flowers", "--plot", str(picture)) == 2
    assert not picture.exists()


def test_that_a_failed_run_keeps_an_older_picture(tmp_path, capsys):
    picture = tmp_path / "boundary.png"
    picture.write_bytes(b"older")
    code = run(
        "train",
        "plane",
        "--optimizer",
        "sgd",
        "--learning-rate",
        "900",
        "--activation",
        "relu",
        "--plot",
        str(picture),
    )
    out = capsys.readouterr().out
    assert code == 1
    assert "too large to go on with" in out
    assert "smaller learning rate" in out
    assert picture.read_bytes() == b"older"


@pytest.mark.parametrize(
    ("dataset", "layers", "structure"),
    [("moons", None, "2 → 6 → 6 → 1"), ("moons", "2,3,2", "2 → 3 → 2"), ("moons", "2,3,1", "2 → 3 → 1"),
     ("plane", "2,1", "2 → 1"), ("iris", "4,3", "4 → 3")],
)  # fmt: skip
def test_that_the_output_layer_fits_what_is_asked_for(capsys, dataset, layers, structure):
    arguments = ["--layers", layers] if layers else []
    assert run("train", dataset, "--epochs", "1", *arguments) == 0
    assert structure in capsys.readouterr().out


def test_that_brackets_in_a_path_are_no_markup(tmp_path, capsys):
    picture = tmp_path / "[red]a[/b].png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    assert run("train", "xor", "--epochs", "1", "--plot", str(picture)) == 0
    assert str(picture) in capsys.readouterr().out
    assert picture.exists()

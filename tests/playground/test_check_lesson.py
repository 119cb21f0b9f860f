"""Lessons are checked from the command line."""

from __future__ import annotations

from playground.app import main
from tests.playground.models.lessons.lesson_texts import EXPERIMENT, FRONT, REVEAL, WHOLE


def test_that_a_right_lesson_has_no_fault(tmp_path, capsys):
    path = tmp_path / "one.md"
    path.write_text(WHOLE)
    assert main(["check-lesson", str(path), "--quick"]) == 0
    assert capsys.readouterr().out == "1 lesson, no fault (experiments not run)\n"


def test_that_faults_are_named_by_file_and_line(tmp_path, capsys):
    path = tmp_path / "one.md"
    path.write_text(WHOLE.replace("epochs: 30", "epochs: many"))
    assert main(["check-lesson", str(path), str(tmp_path / "none.md")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"{path}:15: epochs: “many” is no number"
    assert "none.md cannot be read" in lines[1]


def test_that_what_is_not_so_is_found_by_running_it(tmp_path, capsys):
    path = tmp_path / "one.md"
    path.write_text(FRONT + EXPERIMENT + REVEAL.replace("<", ">"))
    assert main(["check-lesson", str(path)]) == 1
    assert "is not so: b.train_loss > a.train_loss" in capsys.readouterr().err

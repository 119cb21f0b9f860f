"""Lessons are read from Markdown, and every fault is named with its line."""

from __future__ import annotations

import random
import re

import pytest

from playground.models.lessons.lesson_file import LARGEST_FILE, read_lesson, read_lesson_file
from playground.models.lessons.parts.choice_question import ChoiceQuestion
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.models.lessons.parts.reveal import Reveal
from playground.models.lessons.parts.sketch_question import SketchQuestion
from playground.models.lessons.parts.task import CONTROLS, Task
from playground.models.lessons.parts.transfer import Transfer
from playground.models.lessons.reading.lesson_source import Fault, LessonError
from playground.models.lessons.shelf import FOLDER
from playground.models.lessons.stages.run_stage import RunStage
from tests.playground.models.lessons.lesson_texts import (
    CHOICES,
    EXPERIMENT,
    FRONT,
    NUMBER,
    REVEAL,
    SKETCH,
    WHOLE,
    WHOLE_FORMULA,
    WHOLE_SLICE,
)


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(LessonError) as info:
        read_lesson(text)
    return info.value.faults


def test_that_a_lesson_has_front_matter_runs_and_steps():
    lesson = read_lesson(WHOLE, "my-lesson")
    assert (lesson.key, lesson.title, lesson.question) == ("my-lesson", "A title", "A question?")
    assert (lesson.group, lesson.order, lesson.minutes) == ("A group", 3.0, 5)
    kinds = [type(step.part) for step in lesson.steps]
    assert kinds == [ChoiceQuestion, Reveal, Task, Transfer]
    assert [step.title for step in lesson.steps] == ["Predict", "Explain", "Try", "Take away"]
    stage = lesson.steps[0].stage
    assert isinstance(stage, RunStage)
    assert [(run.key, run.name, run.look) for run in stage.runs] == [
        ("a", "No hidden layer", "bad"), ("b", "Four neurons", "good"),
    ]  # fmt: skip
    assert [run.experiment.hidden for run in stage.runs] == [(), (4,)]
    assert all(run.experiment.dataset == "circle" and not run.experiment.rests for run in stage.runs)
    assert (stage.epochs, stage.seconds) == (30, 1.0)


def test_that_a_text_belongs_to_the_block_before_it_and_the_first_to_the_first():
    steps = read_lesson(WHOLE).steps
    assert "".join(steps[0].text.parts).split() == ["Before", "all.", "Guess."]
    assert "".join(steps[3].text.parts).strip() == "The end."
    assert [expression.text for expression in steps[1].text.expressions] == ["a.train_loss", "b.train_loss"]


def test_that_a_text_after_another_experiment_belongs_to_the_step_that_comes():
    steps = read_lesson(FRONT + EXPERIMENT + CHOICES + EXPERIMENT + "\nNew runs.\n" + NUMBER).steps
    assert "New runs." not in "".join(steps[0].text.parts)
    assert "New runs." in "".join(steps[1].text.parts)


def test_that_all_kinds_of_questions_are_read():
    steps = read_lesson(FRONT + EXPERIMENT + CHOICES + NUMBER + SKETCH).steps
    choice, number, sketch = (step.part for step in steps)
    assert isinstance(choice, ChoiceQuestion)
    assert [one.title for one in choice.choices] == ["It falls", "It stays"]
    assert choice.choices[0].curve == (0.9, 0.5, 0.1)
    assert isinstance(number, NumberQuestion)
    assert number.is_share
    assert number.tolerance == 0.05
    assert isinstance(sketch, SketchQuestion)
    assert sketch.of.text == "b.train_loss"


def test_that_code_stays_as_it_is_and_braces_can_be_written():
    code = "```python\nx = {a.train_loss}\n```"
    text = FRONT + EXPERIMENT + REVEAL + f"\n{code}\n\nA \\{{brace}} and {{a.train_loss}}.\n"
    parts = read_lesson(text).steps[0].text
    assert code in parts.parts[2]
    assert "A {brace} and " in parts.parts[2]
    assert len(parts.expressions) == 3


@pytest.mark.parametrize(
    ("text", "marks"), [("yes", [True, True]), ("no, yes", [False, True]), ("no", [False, False])]
)
def test_that_batch_norm_is_chosen_for_all_layers_or_layer_by_layer(text, marks):
    runs = EXPERIMENT.replace("hidden: none", f"hidden: 4, 4\nbatch_norm: {text}")
    stage = read_lesson(FRONT + runs + CHOICES).steps[0].stage
    assert stage is not None
    assert [*stage.runs[0].experiment.batch_norm, False, False][:2] == marks


def test_that_settings_are_checked_as_everywhere():
    found = faults(FRONT + EXPERIMENT.replace("0.05", "-1") + CHOICES)
    line = (FRONT + EXPERIMENT).split("\n").index("learning_rate: 0.05") + 1
    assert [fault.line for fault in found if "learning rate" in fault.text] == [line]


@pytest.mark.parametrize(
    ("old", "new", "line_of", "reason"),
    [
        ("title: A title\n", "", "---", "lacks title"),
        ("order: 3", "order: third", "order", "no number"),
        ("minutes: 5", "minutes: 5\nworkshop: first", "workshop", "no number"),
        ("group: A group", "grup: A group", "grup", "unknown key"),
        ("epochs: 30\n", "", "```experiment", "lacks epochs"),
        ("epochs: 30", "epochs: 0", "epochs", "from 1"),
        ("dataset: circle", "dataset: square", "dataset", "unknown"),
        ("dataset: circle", "datset: circle", "datset", "no setting"),
        ("hidden: 4", "hidden: x", "hidden: x", "hidden"),
        ("look: bad", "batch_norm: often", "batch_norm: often", "yes or no"),
        ("look: bad", "draw: often", "draw: often", "whole number"),
        ("look: bad", "look: ugly", "look: ugly", "plain, bad, good"),
        ("run b: Four neurons", "run a: Four neurons", "```experiment", "same letter"),
        ("a.train_loss < 0.3", "a.lost < 0.3", "when: a.lost", "does not know 'lost'"),
        ("a.train_loss < 0.3", "c.train_loss < 0.3", "when: c", "runs here: a, b"),
        ("when: a.train_loss >= 0.3\n", "", "choice: It stays", "lacks when"),
        ("curve: 0.9 0.5 0.1", "curve: 0.9 2", "choice: It falls", "from 0 to 1"),
        ("of: a.train_loss", "of: a.neurons", "of: a.neurons", "train_loss or test_loss"),
        ("run: b\n", "run: z\n", "run: z", "no run"),
        ("controls: hidden, learning_rate", "controls: hidden, name", "controls", "cannot be one"),
        ("until: b.train_loss < 0.4 and b.neurons >= 5", "until: b.train_loss", "until", "must be a truth"),
        ("wrong: model = Linear(2, 1)\n", "", "```transfer", "lacks code"),
        ("{b.train_loss}.", "{b.train_lost}.", "The left one", "does not know"),
        ("```do", "```dodo", "```dodo", "unknown block"),
        ("check: b.train_loss < a.train_loss", "check: b", "check", "lacks its run"),
    ],
)
def test_that_a_fault_is_named_with_its_line(old, new, line_of, reason):
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(line_of))
    found = faults(text)
    assert any(re.search(re.escape(reason), fault.text) for fault in found), found
    assert line in [fault.line for fault in found], (line, found)


def test_that_all_faults_are_told_at_once():
    text = WHOLE.replace("epochs: 30", "epochs: many").replace("title: A title", "titel: A title")
    assert len(faults(text)) >= 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "begins with ---"),
        ("---\ntitle: x\n", "not closed"),
        (FRONT, "no step"),
        (FRONT + CHOICES, "needs something that runs"),
        (FRONT + "```predict\nask: x", "not closed"),
        (FRONT + EXPERIMENT + "```predict\nask: x\n```\n", "predict is of one kind"),
        (FRONT + EXPERIMENT + "```predict\nwhat is this\n```\n", "no line `key: value`"),
        ("x" * (LARGEST_FILE + 1), "longer than"),
        (FRONT + EXPERIMENT + CHOICES * 41, "at most 40 steps"),
        (FRONT + EXPERIMENT.replace("run b", "run b c"), "key: value"),
    ],
)
def test_that_a_text_that_is_no_lesson_is_refused(text, reason):
    assert any(reason in fault.text for fault in faults(text))


def test_that_bytes_that_are_no_text_are_refused_with_their_line(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes(b"---\ntitle: \xff\n---\n")
    with pytest.raises(LessonError, match="line 2: is no UTF-8"):
        read_lesson_file(path)
    with pytest.raises(OSError, match=r"nothing\.md cannot be read"):
        read_lesson_file(tmp_path / "nothing.md")


def test_that_windows_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes("\ufeff".encode() + WHOLE.replace("\n", "\r\n").encode())
    assert len(read_lesson_file(path).steps) == 4


def test_that_the_controls_of_a_task_are_settings_of_a_run():
    assert {"hidden", "learning_rate", "optimizer", "seed", "dropout", "initializer"} <= {*CONTROLS}
    assert {"forgets_zero_grad", "views_for_permute"} <= {*CONTROLS}
    assert not {"name", "backend", "source", "stop_epoch", "rests", "frozen"} & {*CONTROLS}


def mutated(text: str, random: random.Random) -> str:
    """Cut, double, swap or overwrite something."""
    lines = text.split("\n")
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    kind = random.randrange(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(at, lines[other])
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3 and lines[at]:
        place = random.randrange(len(lines[at]))
        sign = random.choice("{}`:.@<>=-\t\x00é☃9 ()")
        lines[at] = lines[at][:place] + sign + lines[at][place + random.randrange(2) :]
    elif kind == 4:
        lines = lines[:at]
    else:
        lines[at] = lines[at].replace(" ", random.choice(("", ": ", "  ", "\n")), 1)
    return "\n".join(lines)


def check_mutations(count: int, seed: int) -> int:
    """Read mutations of all lessons; return how many were refused."""
    texts = [path.read_text() for path in sorted(FOLDER.glob("*.md"))] + [WHOLE, WHOLE_FORMULA, WHOLE_SLICE]
    draw = random.Random(seed)
    refused = 0
    for _ in range(count):
        text = draw.choice(texts)
        for _ in range(draw.randint(1, 3)):
            text = mutated(text, draw)
        found = faults_of(text)
        refused += bool(found)
        lines = text.count("\n") + 2
        assert all(1 <= fault.line <= lines and 0 < len(fault.text) < 800 for fault in found)
    return refused


def faults_of(text: str) -> tuple[Fault, ...]:
    """Return the faults of a lesson, none if it can be read."""
    try:
        read_lesson(text)
    except LessonError as error:
        return error.faults
    return ()


def test_that_a_damaged_lesson_is_read_or_refused_in_words():
    assert 20 < check_mutations(80, 1) < 80


@pytest.mark.fuzz
def test_that_a_thousand_damaged_lessons_are_read_or_refused_in_words():
    print(f"{check_mutations(1000, 2)} of 1,000 damaged lessons refused")


def test_that_a_task_of_the_cursor_needs_no_controls():
    lesson = WHOLE.replace("until: b.train_loss < 0.4", "until: b.train_loss@cursor < 0.4")
    tasks = [step.part for step in read_lesson(lesson.replace("controls: hidden, learning_rate\n", "")).steps]
    assert any(isinstance(task, Task) and task.controls == () for task in tasks)
    found = faults(WHOLE.replace("controls: hidden, learning_rate\n", ""))
    assert any("do lacks controls" in fault.text for fault in found)


SHOWN = EXPERIMENT.replace("epochs: 30", "epochs: 30\nsamples: 3, 9\nshow: outputs")


def test_that_a_stage_and_its_steps_say_what_their_runs_show():
    steps = read_lesson(FRONT + SHOWN + CHOICES + REVEAL.replace("of:", "show: gradients\nof:")).steps
    stages = [step.stage for step in steps]
    assert [getattr(stage, "show", None) for stage in stages] == ["outputs", "gradients"]
    assert getattr(stages[0], "samples", None) == (3, 9)
    assert stages[0] == stages[1]  # the same runs: they need not be trained again


@pytest.mark.parametrize(
    ("old", "new", "line_of", "reason"),
    [
        ("show: outputs", "show: nothing", "show", "boundary, gradients, neurons, outputs"),
        ("samples: 3, 9\n", "", "show", "outputs needs a line `samples:`"),
        ("samples: 3, 9", "samples: 3, 3", "samples", "different numbers from 1"),
        ("samples: 3, 9", "samples: 0", "samples", "different numbers from 1"),
        ("samples: 3, 9", "samples: x", "samples", "is a whole number"),
        ("show: outputs", "show: neurons", "show", "run a has 0"),
    ],
)
def test_that_a_fault_of_what_is_shown_is_named_with_its_line(old, new, line_of, reason):
    text = FRONT + SHOWN.replace(old, new) + CHOICES
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(line_of))
    found = [fault for fault in faults(text) if fault.line == line]
    assert any(reason in fault.text for fault in found), faults(text)

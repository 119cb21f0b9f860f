"""Paints the pictures of docs/: the real window, offscreen, with really trained networks, in both themes.

Run by ``make screenshots``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from playground.application import PlaygroundApplication
from playground.controllers.bugs.bug_controller import KEY as BUGS
from playground.models.data.datasets import DATASETS, load_dataset
from playground.models.experiment.controls import for_beginners
from playground.models.experiment.experiment import Experiment
from playground.models.run.speed import Speed
from playground.settings import Settings
from tests.playground.lesson_fields import tiles

DOCS = Path(__file__).parent.parent / "docs"
LARGE, SMALL = (1440, 900), (1180, 720)
SPIRAL = {
    "dataset": "spiral", "hidden": (8, 6), "noise": 0.05, "loss": "squared_error", "learning_rate": 0.01,
    "train_fraction": 0.7, "seed": 7, "features": (0, 1, 5, 6), "rests": False,
}  # fmt: skip

RUNS_AWAY = {
    "dataset": "plane", "hidden": (4, 4), "activation": "relu", "optimizer": "sgd", "learning_rate": 900.0,
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture of the window.

    Attributes
    ----------
    scene
        What is done in the window once it has trained; returns the widget that is painted, None for all.
    wait
        Seconds until what the scene began is done.
    """

    theme: str
    size: tuple[int, int]
    epochs: int
    settings: dict[str, Any]
    scene: Callable[[PlaygroundApplication], QWidget | None] = lambda playground: None
    wait: float = 1.5


def _inspect(playground: PlaygroundApplication) -> None:
    info = playground.workbench.network
    assert info is not None
    playground.window.output.plot.point_picked.emit(int(info.split.test_indices[3]))


def _page(name: str) -> Callable[[PlaygroundApplication], None]:
    def show(playground: PlaygroundApplication) -> None:
        playground.window.output.tabs.show_page(name)
        playground.window.output.tabs.page_selected.emit(name)

    return show


def _twin(playground: PlaygroundApplication) -> None:
    playground.window.mistakes.twin_button.click()


def _draw(playground: PlaygroundApplication) -> None:
    playground.window.data.draw_wanted.emit()


def _components(playground: PlaygroundApplication) -> None:
    bar = playground.window.output.axis_bar
    bar.x_axis.set_value("principal")
    bar.x_axis.option_selected.emit("principal")
    _page("metrics")(playground)


def _formula(playground: PlaygroundApplication) -> QWidget | None:
    playground.own_data.edit_formula()
    return playground.own_data.dialog


def _table(playground: PlaygroundApplication) -> QWidget | None:
    """A table as a school's spreadsheet writes it: numbered, with dates, decimal commas and gaps."""
    flowers = load_dataset("iris")
    lines = [";".join(("nr", "measured", *flowers.feature_names, "species"))]
    for row, (values, kind) in enumerate(zip(flowers.X, flowers.y, strict=True)):
        fields = [f"{value:.1f}".replace(".", ",") for value in values]
        fields[1] = "NA" if row % 7 == 3 else fields[1]
        day = f"{1 + row % 28:02}.05.2024"
        lines.append(";".join((str(row + 1), day, *fields, flowers.class_names[kind])))
    path = Path(tempfile.mkdtemp()) / "flowers.csv"
    path.write_text("\n".join(lines))
    playground.own_data.open_table(path)
    return playground.own_data.dialog


def _present(playground: PlaygroundApplication) -> None:
    playground.window.header.presenter_pressed.emit()
    # The offscreen platform's screen is small and square.
    playground.window.showNormal()
    playground.window.resize(1280, 720)


def _present_lesson(playground: PlaygroundApplication) -> None:
    """Ask a class, of which most have raised a hand for one of the wrong answers."""
    playground.window.open_mode("lessons")
    playground.lessons.open("07-how-far-to-step")
    wait_until(lambda: bool(playground.window.lessons.cards))
    _present(playground)
    screen = playground.window.lessons
    screen.toggle_hands()
    for place, count in enumerate((3, 7, 12, 2)):
        for _ in range(count):
            tiles(screen.question)[place].click()


def _no_input(playground: PlaygroundApplication) -> None:
    playground.workbench.change(features=())


def _pin_neuron(playground: PlaygroundApplication) -> None:
    playground.window.network.canvas.node_pressed.emit((1, 4))


def _slow_motion(playground: PlaygroundApplication) -> None:
    playground.workbench.set_speed(Speed(1.0))
    playground.workbench.set_playing(True)


def _overfit(playground: PlaygroundApplication) -> QWidget | None:
    playground.overfit.open()
    return playground.overfit.dialog


def _graph(playground: PlaygroundApplication) -> None:
    playground.window.header.mode_selected.emit("graph")
    playground.window.graph.steps.way_selected.emit("backward")
    playground.window.graph.steps.step_wanted.emit(9)


def _trace(playground: PlaygroundApplication) -> None:
    playground.window.header.mode_selected.emit("graph")
    playground.graph.trace(3)


def _trace_back(playground: PlaygroundApplication) -> None:
    """A step from the second hidden layer into the first, with what has been passed back by then."""
    _trace(playground)
    graph = playground.graph
    wait_until(lambda: graph.drawing is not None and graph.drawing.network is not None)
    playground.window.graph.steps.way_selected.emit("backward")
    playground.window.graph.steps.step_wanted.emit(34)


def _open_neuron(playground: PlaygroundApplication) -> None:
    playground.window.header.mode_selected.emit("graph")
    playground.graph.show_neuron((2, 1))


def _lens(playground: PlaygroundApplication) -> None:
    """A whole network with one neuron open, too small to be read, and that neuron's scalars beside it."""
    _trace_back(playground)
    graph, canvas = playground.graph, playground.window.graph.canvas
    before = graph.walk
    assert before is not None
    canvas.node_opened.emit(next(block.index for block in before.graph.nodes if block.name == "h2,3"))
    wait_until(lambda: graph.walk is not before)
    canvas.fit()


def _fault(playground: PlaygroundApplication) -> None:
    """A run that left the range of numbers."""
    show_me = playground.window.network.notice.action_button
    playground.workbench.set_playing(True)
    wait_until(lambda: show_me.isVisible() and show_me.text() == "Show me")
    show_me.click()
    wait_until(lambda: playground.graph.shows_fault)


def _batch(playground: PlaygroundApplication) -> None:
    playground.window.header.mode_selected.emit("graph")
    playground.window.graph.source.level.set_value("layers")
    playground.window.graph.source.level_selected.emit("layers")
    playground.window.graph.source.buttons["batch"].click()


def _update(playground: PlaygroundApplication) -> None:
    _trace(playground)
    playground.window.graph.steps.way_selected.emit("update")


def _practise(playground: PlaygroundApplication) -> None:
    """An exercise with one gradient found, one wrong answer and two hints."""
    playground.window.header.mode_selected.emit("graph")
    screen = playground.window.graph
    screen.steps.way_selected.emit("practise")
    panel = screen.practise
    panel.form.operations.set_value("3")
    panel.form.number.set_value(4711)
    panel.form.make.click()
    for answer in ("2", "2", "-2"):
        panel.answer_given.emit(answer)
    panel.hint_wanted.emit()
    panel.hint_wanted.emit()


def _descent(playground: PlaygroundApplication) -> None:
    """A neuron after fifty updates by hand."""
    playground.window.header.mode_selected.emit("graph")
    graph = playground.window.graph
    graph.steps.way_selected.emit("update")
    graph.steps.step_wanted.emit(1)
    graph.descent_panel.rate.set_value(1.0)
    graph.descent_panel.rate_edited.emit(1.0)
    graph.descent_panel.many_button.click()


def _mistake(playground: PlaygroundApplication) -> None:
    _trace(playground)
    playground.window.graph.source.mistakes["no_zero_grad"].click()


def _gradient_check(playground: PlaygroundApplication) -> None:
    """The starting point with an operation whose derivative is wrong, found."""
    playground.window.header.mode_selected.emit("graph")
    source = playground.window.graph.source
    source.example.set_value("wrong_rule")
    source.example_selected.emit("wrong_rule")
    playground.window.graph.steps.way_selected.emit("backward")
    playground.window.graph.steps.step_wanted.emit(6)
    playground.window.graph.check_wanted.emit()


def _define(playground: PlaygroundApplication) -> QWidget | None:
    playground.window.header.mode_selected.emit("graph")
    playground.window.graph.source.definition_wanted.emit("swish")
    return playground.own_operations.dialog


def _go_back(playground: PlaygroundApplication) -> None:
    """A branch at a higher rate, seen at an early epoch with the run that was left beside it."""
    bench = playground.workbench
    bench.set_speed(Speed(300.0, "epoch"))
    bench.look_at(200)
    wait_until(lambda: bench.frame is not None and bench.frame.epoch == 200)
    bench.branch()
    bench.change(learning_rate=0.1)
    bench.set_playing(True)
    wait_until(lambda: bench.frame is not None and bench.frame.epoch > 900)
    bench.set_playing(False)
    bench.look_at(60)


def _compare(playground: PlaygroundApplication) -> None:
    """Four runs with other settings, seen at one epoch."""
    bench, kept = playground.workbench, playground.compare
    bench.set_speed(Speed(300.0, "epoch"))

    def keep() -> None:
        count = len(kept.kept)
        kept.keep()
        wait_until(lambda: len(kept.kept) > count)

    keep()
    for changes in (
        {"optimizer": "sgd", "learning_rate": 0.05},
        {"optimizer": "momentum", "learning_rate": 0.01},
        {"hidden": (8,)},
    ):
        bench.change(**changes)
        bench.reset()
        wait_until(lambda: bench.frame is not None and bench.frame.epoch == 0)
        bench.set_playing(True)
        wait_until(lambda: bench.frame is not None and bench.frame.epoch > 400)
        bench.set_playing(False)
        keep()
    playground.window.header.mode_selected.emit("compare")
    bench.look_at(120)


def _lesson(
    key: str, guess: float | tuple[float, ...], steps: int = 0
) -> Callable[[PlaygroundApplication], QWidget | None]:
    """Take a lesson up to its outcome, and so many steps further."""

    def scene(playground: PlaygroundApplication) -> None:
        playground.window.header.mode_selected.emit("lessons")
        lessons, screen = playground.lessons, playground.window.lessons
        lessons.open(key)
        wait_until(lambda: bool(lessons.runs.outcomes))
        screen.question.guessed.emit(guess)
        lessons.run()
        wait_until(lambda: screen.outcome.isVisible())
        for _ in range(steps):
            screen.page.next_wanted.emit()

    return scene


def _order(playground: PlaygroundApplication) -> None:
    """Choose a node of the backward pass that may not go yet."""
    playground.window.header.mode_selected.emit("lessons")
    lessons, screen = playground.lessons, playground.window.lessons
    lessons.open("03-everyone-downstream-first")
    stage = lessons.formula.stage
    assert stage is not None
    screen.question.guessed.emit(stage.index_of("h"))
    lessons.run()
    wait_until(screen.verdict.isVisible)


def _examples(playground: PlaygroundApplication) -> None:
    playground.window.examples_wanted.emit()
    wait_until(lambda: bool(playground.window.examples.grid.tiles))


def _hide(playground: PlaygroundApplication) -> None:
    playground.workbench.change(hidden_controls=for_beginners(Experiment))


def _bug(playground: PlaygroundApplication) -> None:
    """Play a round of Guess the bug: a wrong name, then the right one."""
    playground.window.header.mode_selected.emit("lessons")
    playground.lessons.open(BUGS)
    bugs, room = playground.bugs, playground.window.bugs
    bugs.open(4711, "medium")
    for key in ("losses", "answers"):
        wait_until(room.guess.give_up_button.isEnabled)
        room.instruments.wanted.emit(key)
    wait_until(room.guess.give_up_button.isEnabled)
    for key in ("few_points", "rate_low"):
        room.guess.chosen.emit(key)
        room.guess.name_wanted.emit()
    wait_until(room.guess.again_button.isEnabled)


_LINE = _lesson("05-a-line-is-not-enough", 0)
_SIZES = _lesson("12-too-much-memory", tuple(0.75 * 0.94**n for n in range(25)))
_RATES = _lesson("07-how-far-to-step", 0, 4)
PICTURES = {
    "train-light": Picture("light", LARGE, 1200, SPIRAL),
    "train-dark": Picture("dark", LARGE, 300, {}),
    "train-light-1180x720": Picture("light", SMALL, 1200, SPIRAL),
    "train-dark-1180x720": Picture("dark", SMALL, 300, {}),
    "train-light-regression": Picture(
        "light", LARGE, 300, {"dataset": "bumps", "hidden": (8, 8), "noise": 0.05}
    ),
    "train-dark-digits": Picture(
        "dark", LARGE, 15, {"dataset": "digits", "hidden": (32, 16), "batch_size": 32}, _components
    ),
    "guide-going-back": Picture("light", LARGE, 600, SPIRAL, _go_back),
    "guide-comparing": Picture("light", LARGE, 400, SPIRAL, _compare, 3.0),
    "guide-mistakes": Picture(
        "light", LARGE, 30, {"dataset": "iris", "hidden": (8, 8), "forgets_zero_grad": True}, _twin, 4.0
    ),
    "compare-dark": Picture("dark", LARGE, 400, SPIRAL, _compare, 3.0),
    "compare-light-1180x720": Picture("light", SMALL, 400, SPIRAL, _compare, 3.0),
    "compare-dark-1180x720": Picture("dark", SMALL, 400, SPIRAL, _compare, 3.0),
    "timeline-dark": Picture("dark", LARGE, 600, SPIRAL, _go_back),
    "timeline-dark-1180x720": Picture("dark", SMALL, 600, SPIRAL, _go_back),
    "timeline-light-1180x720": Picture("light", SMALL, 600, SPIRAL, _go_back),
    "guide-examples": Picture("light", LARGE, 600, SPIRAL, _examples),
    "guide-hidden": Picture("light", LARGE, 600, SPIRAL, _hide),
    "guide-draw": Picture("light", LARGE, 300, {"dataset": "blobs", "noise": 0.1}, _draw),
    "guide-table": Picture("light", LARGE, 5, {}, _table),
    "guide-formula": Picture("light", LARGE, 5, {}, _formula),
    "guide-inspect": Picture("light", LARGE, 60, {}, _inspect),
    "guide-metrics": Picture("light", LARGE, 100, {"dataset": "wine"}, _page("metrics")),
    "guide-space": Picture(
        "light", LARGE, 480, {"dataset": "circle", "hidden": (4, 2), "seed": 4}, _page("space")
    ),
    "guide-no-input": Picture("light", LARGE, 50, {"dataset": "circle"}, _no_input),
    "guide-neuron": Picture("light", LARGE, 300, SPIRAL, _pin_neuron),
    "guide-slow-motion": Picture("light", LARGE, 120, SPIRAL, _slow_motion),
    "guide-overfit": Picture("light", LARGE, 20, SPIRAL, _overfit),
    "graph-light": Picture("light", LARGE, 50, SPIRAL, _graph),
    "graph-dark": Picture("dark", LARGE, 50, SPIRAL, _graph),
    "graph-light-1180x720": Picture("light", SMALL, 50, SPIRAL, _graph),
    "graph-dark-1180x720": Picture("dark", SMALL, 50, SPIRAL, _trace_back),
    "guide-graph-neurons": Picture("light", LARGE, 100, SPIRAL, _trace_back),
    "guide-graph-neuron": Picture("light", LARGE, 100, SPIRAL, _open_neuron),
    "guide-graph-lens": Picture("light", LARGE, 100, SPIRAL, _lens),
    "guide-graph-fault": Picture("light", LARGE, 0, RUNS_AWAY, _fault),
    "guide-graph-batch": Picture("light", LARGE, 100, SPIRAL, _batch),
    "guide-graph-update": Picture("light", LARGE, 100, SPIRAL, _update),
    "guide-graph-practise": Picture("light", LARGE, 50, SPIRAL, _practise),
    "guide-graph-descent": Picture("light", LARGE, 5, SPIRAL, _descent),
    "guide-graph-mistake": Picture(
        "light", LARGE, 50, {**SPIRAL, "optimizer": "sgd", "learning_rate": 0.3}, _mistake, 15.0
    ),
    "guide-lesson": Picture("light", LARGE, 20, {}, _LINE),
    "guide-lesson-order": Picture("light", LARGE, 20, {}, _order),
    "guide-bug": Picture("light", LARGE, 20, {}, _bug),
    "lesson-dark": Picture("dark", LARGE, 20, {}, _SIZES),
    "lesson-light-1180x720": Picture("light", SMALL, 20, {}, _SIZES),
    "lesson-dark-1180x720": Picture("dark", SMALL, 20, {}, _RATES, 3.0),
    "guide-graph-check": Picture("light", LARGE, 50, SPIRAL, _gradient_check),
    "guide-operation": Picture("light", LARGE, 5, {}, _define),
    "guide-lesson-room": Picture("dark", (1280, 720), 20, {}, _present_lesson),
    "presenter-dark": Picture("dark", (1280, 720), 1200, SPIRAL, _present),
}


def paint(app: QApplication, name: str) -> None:
    """Train as long as the picture asks for, pause, and save the window."""
    picture = PICTURES[name]
    with tempfile.TemporaryDirectory() as folder:
        store = Settings(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        store.theme, store.experiment = picture.theme, Experiment(**picture.settings)
        playground = PlaygroundApplication(app, store)
        playground.window.resize(*picture.size)
        playground.start()
        shown: set[str] = set()
        playground.gallery.job.progressed.connect(lambda thumbnail: shown.add(thumbnail.name))
        bench = playground.workbench
        wait_until(
            lambda: (
                bench.frame is not None
                and bench.frame.epoch >= picture.epochs
                and len(shown) == len(DATASETS)
            ),
        )
        bench.set_playing(False)
        target = picture.scene(playground) or playground.window
        wait_until(lambda: True, picture.wait)
        target.grab().save(str(DOCS / f"{name}.png"))
        playground.files.leave()
    print(f"docs/{name}.png")


def wait_until(done: Callable[[], bool], least: float = 0.0) -> None:
    """Let the window work until something is done, and at least so many seconds."""
    start = time.monotonic()
    while not done() or time.monotonic() < start + least:
        if time.monotonic() > start + 300.0:
            raise TimeoutError("the window did not get there within 5 minutes")
        QApplication.processEvents()
        time.sleep(0.005)


def main() -> None:
    """Paint all pictures, or those named on the command line."""
    DOCS.mkdir(exist_ok=True)
    names = sys.argv[1:] or [*PICTURES]
    if len(names) == 1:
        paint(QApplication([]), names[0])
        return
    for name in names:
        # A window ends with its process, as it does in use.
        subprocess.run([sys.executable, "-m", "tests.screenshots", name], check=True)


if __name__ == "__main__":
    main()

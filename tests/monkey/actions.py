"""What the monkey does: an action says what it is about to do, and yields between its events."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from engine.training.backends import BACKENDS
from playground.application import PlaygroundApplication
from playground.models.data.datasets import DATASETS
from playground.models.experiment.controls import all_hideable
from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import SUFFIX
from playground.models.run.speed import SPEEDS
from playground.views.data.formula_dialog import FormulaDialog
from playground.views.data.table_dialog import TableDialog
from playground.views.lessons.answers.point_answer import PointAnswer

LEFT, RIGHT, NO_KEY = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = ((1440, 900), (1180, 720), (1024, 640), (1366, 728), (1900, 1000))
NETWORKS: tuple[tuple[int, ...], ...] = ((), (1,), (3, 2), (8, 8, 8), (64,) * 10, (64, 1, 64), (2,) * 10)
TEXTS = (
    "0.1", "4, 8, 3", "8x3", "-", "1e9", "x*y", "y = sin(x) + |x|", "nan", "7", "", "L = (a*b + c)**2", "abc",
    "sin = x*x", "<b>&amp;", "−3", "64,64,64,64,64,64,64,64,64,64", "1e-320", "((((", "🙂",
)  # fmt: skip
FORMULAS = (
    "y > sin(x)",
    "y > |x|",
    "x*x + y*y < 4",
    "z = sin(x) cos(y)",
    "1 < 0",
    "y >",
    "sqrt(x) > y",
    "1/x > y",
)
GRAPHS = (
    "L = (a*b + c)**2",
    "y = exp(exp(a))",
    "y = log(0*a)",
    "a = a + 1",
    "y = a / (b - b)",
    "",
    "f = tanh(a",
)
KEYS = (
    "Up", "Down", "Left", "Right", "Space", "Tab", "Backtab", "Return", "Home", "End", "PageUp",
    "PageDown", "Escape", "Delete", "Backspace", "Plus", "Minus", "0", "1", "4", "9", "E", "F", "G", "K",
    "N", "P", "R", "S", "D", "M", "H", "W", "Comma", "Period", "Question", "F1", "F2", "BracketLeft",
    "BracketRight",
)  # fmt: skip
CONTROL_KEYS = ("Z", "Y", "1", "2", "3", "5", "K", "F", "Plus", "Minus", "0", "C", "A", "V")

Action = Callable[["Hands"], Iterator[None] | None]


class Hands:
    """Mouse and keyboard on the window, moved by chance.

    Parameters
    ----------
    folder
        Where files are opened and saved, and nowhere else.
    say
        Called with what is about to be done.
    """

    def __init__(
        self, playground: PlaygroundApplication, rng: random.Random, folder: Path, say: Callable[[str], None]
    ) -> None:
        self.playground, self.rng, self.folder, self.say = playground, rng, folder, say

    def act(self) -> Iterator[None]:
        """Do something, and return what of it is left to do; what lies over the window is seen to first."""
        modal = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if isinstance(modal, QFileDialog):
            answer_file_dialog(self, modal)
            return iter(())
        if modal is not None and self.rng.random() < 0.3:
            leave_dialog(self, modal)
            return iter(())
        weights = POINTING if modal is not None else ALL
        return self.rng.choices(tuple(weights), tuple(weights.values()))[0](self) or iter(())

    def widget(self) -> tuple[QWidget, QPoint, str]:
        """Choose a widget on screen, a place in it, and say which."""
        modal = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        root = modal or self.playground.window
        found = [root, *root.findChildren(QWidget)]
        if modal is None:  # at any zoom but 1, the screen is no child of the window
            content = self.playground.window._zoom_view._content
            found += [widget for widget in (content, *content.findChildren(QWidget)) if widget not in found]
        on_screen = [widget for widget in found if widget.isVisible() and widget.isEnabled()]
        widget = self.rng.choice(on_screen or [root])
        at = QPoint(self.rng.randrange(max(1, widget.width())), self.rng.randrange(max(1, widget.height())))
        return widget, at, f"{type(widget).__name__} {widget.accessibleName()!r} at {at.x()},{at.y()}"

    def focus(self) -> QWidget:
        """Return where keys go."""
        return QApplication.focusWidget() or self.playground.window

    def press(self, key: str, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key by its name in Qt."""
        QTest.keyClick(self.focus(), getattr(Qt.Key, f"Key_{key}"), modifier)

    def type(self, text: str) -> None:
        """Type characters, of which QTest takes plain ones only."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self.focus(), QKeyEvent(kind, 0, NO_KEY, text))

    def file(self, suffix: str) -> Path:
        """Choose one of the files, or one that is not there."""
        names = sorted(path.name for path in self.folder.iterdir() if path.name.endswith(suffix))
        return self.folder / self.rng.choice([*names, f"nothing{suffix}"])


def click(hands: Hands) -> None:
    widget, at, name = hands.widget()
    hands.say(f"click {name}")
    QTest.mouseClick(widget, LEFT, NO_KEY, at)


def double_click(hands: Hands) -> None:
    widget, at, name = hands.widget()
    hands.say(f"double click {name}")
    QTest.mouseDClick(widget, LEFT, NO_KEY, at)


def right_click(hands: Hands) -> None:
    widget, at, name = hands.widget()
    hands.say(f"right click {name}")
    QTest.mouseClick(widget, RIGHT, NO_KEY, at)


def move(hands: Hands) -> None:
    widget, at, name = hands.widget()
    hands.say(f"move {name}")
    QTest.mouseMove(widget, at)


def drag(hands: Hands) -> None:
    widget, at, name = hands.widget()
    hands.say(f"drag {name}")
    QTest.mousePress(widget, LEFT, NO_KEY, at)
    for _ in range(3):
        at += QPoint(hands.rng.randint(-80, 80), hands.rng.randint(-80, 80))
        if isValid(widget):
            QTest.mouseMove(widget, at)
    if isValid(widget):  # what is dragged may go
        QTest.mouseRelease(widget, LEFT, NO_KEY, at)


def wheel(hands: Hands) -> None:
    widget, at, name = hands.widget()
    hands.say(f"wheel {name}")
    delta = QPoint(0, hands.rng.choice((-240, -120, 120, 240)))
    place = QPointF(widget.mapToGlobal(at))
    event = QWheelEvent(
        QPointF(at),
        place,
        QPoint(),
        delta,
        Qt.MouseButton.NoButton,
        NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def press_key(hands: Hands) -> None:
    key = hands.rng.choice(KEYS)
    hands.say(f"{key} on {type(hands.focus()).__name__} {hands.focus().accessibleName()!r}")
    hands.press(key)


def press_control_key(hands: Hands) -> None:
    key = hands.rng.choice(CONTROL_KEYS)
    hands.say(f"Ctrl+{key}")
    hands.press(key, CTRL)


def type_text(hands: Hands) -> Iterator[None]:
    text = hands.rng.choice(TEXTS)
    hands.say(f"type {text!r} on {type(hands.focus()).__name__} {hands.focus().accessibleName()!r}")
    for character in text:
        hands.type(character)
    if hands.rng.random() < 0.5:
        yield
        hands.say("Return")
        hands.press("Return")


def resize(hands: Hands) -> None:
    size = hands.rng.choice(SIZES)
    hands.say(f"resize to {size}")
    hands.playground.window.resize(*size)


def choose_data_set(hands: Hands) -> None:
    name = hands.rng.choice(sorted(DATASETS))
    panel = hands.playground.window.data
    hands.say(f"data set {name}")
    panel.task_selected.emit(DATASETS[name].task)
    panel.dataset_selected.emit(name)


def undo_storm(hands: Hands) -> Iterator[None]:
    keys = [hands.rng.choice("ZZZY") for _ in range(hands.rng.randint(3, 30))]
    for key in keys:
        hands.say(f"Ctrl+{key} in a storm of {len(keys)}")
        hands.press(key, CTRL)
        yield


def change_network(hands: Hands) -> None:
    hidden = hands.rng.choice(NETWORKS)
    norms = tuple(hands.rng.random() < 0.3 for _ in hidden)
    hands.say(f"hidden layers {hidden}, batch norm {norms}")
    hands.playground.workbench.change(
        hidden=hidden, batch_norm=norms, bias_before_norm=hands.rng.random() < 0.2,
        output_bias=hands.rng.random() < 0.8,
    )  # fmt: skip


def change_engine(hands: Hands) -> None:
    engine = hands.rng.choice(tuple(BACKENDS))
    hands.say(f"engine {engine}")
    hands.playground.window.header.engine_selected.emit(engine)


def play(hands: Hands) -> None:
    hands.say("Play or Pause")
    QTest.mouseClick(hands.playground.window.header.play_button, LEFT)


def change_speed(hands: Hands) -> None:
    hands.say("another speed")
    hands.playground.window.header.speed_selected.emit(hands.rng.choice((*SPEEDS, None, None)))


def draw(hands: Hands) -> Iterator[None]:
    plot = hands.playground.window.output.plot
    hands.say("draw: D")
    hands.playground.window.data.draw_wanted.emit()
    for stroke in range(hands.rng.randint(1, 4)):
        yield
        hands.say(f"draw: stroke {stroke}")
        plot.setFocus()
        hands.press(hands.rng.choice(("1", "2", "3", "9", "0", "E", "M")))
        if not plot.isVisible():
            return
        at = QPoint(hands.rng.randrange(plot.width()), hands.rng.randrange(plot.height()))
        QTest.mousePress(plot, LEFT, NO_KEY, at)
        for _ in range(hands.rng.randint(1, 12)):
            yield
            hands.say(f"draw: stroke {stroke}, moving")
            at += QPoint(hands.rng.randint(-30, 30), hands.rng.randint(-30, 30))
            QTest.mouseMove(plot, at)
        QTest.mouseRelease(plot, LEFT, NO_KEY, at)


def use_formula(hands: Hands) -> Iterator[None]:
    text = hands.rng.choice(FORMULAS)
    hands.say(f"formula {text!r}")
    hands.playground.own_data.edit_formula()
    yield
    dialog = hands.playground.own_data.dialog
    if isinstance(dialog, FormulaDialog):
        hands.say(f"formula {text!r}: typed")
        dialog.field.setText(text)
        dialog.field.textEdited.emit(text)
    yield
    if isinstance(dialog, FormulaDialog) and dialog is hands.playground.own_data.dialog:
        hands.say(f"formula {text!r}: used")
        dialog.use_button.click()
        dialog.reject()


def open_table(hands: Hands) -> Iterator[None]:
    path = hands.file(".csv")
    hands.say(f"table {path.name}")
    hands.playground.own_data.open_table(path)
    for _ in range(hands.rng.randint(1, 40)):
        yield
        hands.say(f"table {path.name}: waiting")
    dialog = hands.playground.own_data.dialog
    if isinstance(dialog, TableDialog):
        hands.say(f"table {path.name}: used")
        dialog.use_button.click()
        dialog.reject()


def graph(hands: Hands) -> Iterator[None]:
    hands.say("graph mode")
    hands.press("2", CTRL)
    sources = hands.playground.window.graph.source
    choice = hands.rng.choice((*sources.buttons, "text"))
    yield
    hands.say(f"graph of {choice}")
    if choice == "text":
        sources.formulas_edited.emit(hands.rng.choice(GRAPHS))
    else:
        sources.source_selected.emit(choice)
        sources.level_selected.emit(hands.rng.choice(("layers", "neurons", "scalars")))
    steps = hands.playground.window.graph.steps
    steps.way_selected.emit(hands.rng.choice(("forward", "backward", "update", "practise")))
    hands.playground.window.graph.canvas.setFocus()
    for _ in range(hands.rng.randint(0, 20)):
        key = hands.rng.choice(("Left", "Right", "End", "Home", "P", "F", "Plus", "Minus", "Return"))
        yield
        hands.say(f"graph: {key}")
        hands.press(key)
    if hands.rng.random() < 0.7:
        yield
        hands.say("train mode")
        hands.press("1", CTRL)


def press_node(hands: Hands) -> None:
    """Click a node of the formula in a lesson, if there is one."""
    formula = hands.playground.lessons.formula
    if formula.stage is not None:
        formula.view.node_pressed.emit(hands.rng.randrange(len(formula.stage.graph.nodes)))


def move_logit(hands: Hands) -> None:
    """Move a logit in a lesson, if there is one."""
    board = hands.playground.lessons.logits.board
    if hands.playground.lessons.logits.stage is not None:
        key = hands.rng.choice(tuple(board.cards))
        board.moved.emit(key, hands.rng.randrange(2), hands.rng.uniform(-9.0, 9.0))


def point_at_something(hands: Hands) -> None:
    """Predict by pointing, where that is asked."""
    field = hands.playground.window.lessons.question.field
    if isinstance(field, PointAnswer) and field.isVisible() and field.pad.keys:
        field.pad.picked.emit(hands.rng.choice(field.pad.keys))


def fill_cells(hands: Hands) -> None:
    """Type into the cells of a table, if they are asked for: all of them, too few or too many."""
    for _ in range(hands.rng.randint(1, 8)):
        hands.press(hands.rng.choice(("0", "1", "2", "3", "6", "9", "Left", "Up", "Backspace")))


def lesson(hands: Hands) -> Iterator[None]:
    hands.say("lessons mode")
    hands.press("5", CTRL)
    screen = hands.playground.window.lessons
    yield
    if screen.list.rows and hands.rng.random() < 0.7:
        key = hands.rng.choice(tuple(screen.list.rows))
        hands.say(f"lesson {key}")
        screen.list.lesson_picked.emit(key)
    page, lessons = screen.page, hands.playground.lessons
    acts: dict[str, Callable[[], object]] = {
        "choose": lambda: hands.press(str(hands.rng.randint(1, 4))),
        "skip": screen.question.skip_button.click,
        "run": screen.run_wanted.emit,
        "next": page.main_next_button.click,
        "next without": page.next_button.click,
        "previous": page.previous_button.click,
        "again": screen.outcome.again_button.click,
        "sizes": lambda: screen.task.sizes_typed.emit(hands.rng.choice(TEXTS)),
        "open in Train": screen.break_card.open_button.click,
        "look back": lambda: hands.playground.window.lesson_strip.epoch_wanted.emit(hands.rng.randint(0, 99)),
        "verdict again": screen.verdict.again_button.click,
        "node": lambda: press_node(hands),
        "step": lambda: lessons.formula.view.step_wanted.emit(hands.rng.randint(0, 12)),
        "leaf": lambda: lessons.formula.view.leaf_edited.emit(0, hands.rng.uniform(-3.0, 3.0)),
        "point": lambda: lessons.slice.view.pad.place_wanted.emit(hands.rng.uniform(-3.0, 6.0)),
        "tangent": lambda: hands.press("T"),
        "logit": lambda: move_logit(hands),
        "point at": lambda: point_at_something(hands),
        "cells": lambda: fill_cells(hands),
        "read a table": lessons.tables.board.read_button.click,
        "bar": lambda: screen.bar_pressed.emit(hands.rng.choice("abcd"), hands.rng.randrange(8)),
        "play back": lambda: hands.playground.window.lesson_strip.play_wanted.emit(-1),
    }
    for _ in range(hands.rng.randint(0, 25)):
        yield
        act = hands.rng.choice(tuple(acts))
        hands.say(f"lesson: {act}")
        acts[act]()
    if hands.rng.random() < 0.7:
        yield
        hands.say("Escape from lessons")
        hands.press("Escape")


def compare(hands: Hands) -> Iterator[None]:
    hands.say("compare mode")
    hands.press("3", CTRL)
    for _ in range(hands.rng.randint(0, 12)):
        yield from hands.rng.choice((click, move, press_key, wheel))(hands) or ()
    hands.say("keep")
    hands.press("K", CTRL)


def hide_controls(hands: Hands) -> None:
    """Hide some of the controls, or switch between them and all."""
    if hands.rng.random() < 0.4:
        hands.playground.window.hide_wanted.emit()
        return
    known = tuple(all_hideable(Experiment))
    chosen = hands.rng.sample(known, hands.rng.choice((0, 1, 5, len(known) // 2, len(known))))
    hands.playground.workbench.change(hidden_controls=tuple(chosen))


def present(hands: Hands) -> Iterator[None]:
    hands.say("F11")
    hands.press("F11")
    for _ in range(hands.rng.randint(0, 15)):
        yield from hands.rng.choice((click, move, press_key, wheel, undo_storm))(hands) or ()
    if hands.playground.window.is_presenting:
        yield
        hands.say("F11 again")
        hands.press("F11")


def save(hands: Hands) -> None:
    path = hands.folder / f"saved-{hands.rng.randint(0, 3)}{SUFFIX}"
    hands.say(f"save {path.name}")
    hands.playground.workbench.save_file(path)


def open_file(hands: Hands) -> None:
    path = hands.file(SUFFIX)
    hands.say(f"open {path.name}")
    hands.playground.workbench.open_file(path)


def start_anew(hands: Hands) -> None:
    hands.say("new experiment")
    hands.playground.workbench.start_anew()


def answer_file_dialog(hands: Hands, dialog: QFileDialog) -> Iterator[None]:
    """Take a file of the folder, or none: never move about in other folders."""
    name = dialog.windowTitle()
    if hands.rng.random() < 0.4:
        hands.say(f"{name}: Escape")
        dialog.reject()
        return
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    is_saving = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    suffix = f".{dialog.defaultSuffix()}" if is_saving else hands.rng.choice((".csv", SUFFIX))
    path = hands.folder / f"saved-5{suffix}" if is_saving else hands.file(suffix)
    if dialog.fileMode() == QFileDialog.FileMode.Directory:
        path = hands.folder
    yield
    hands.say(f"{name}: {path.name}")
    dialog.reject()
    dialog.fileSelected.emit(str(path))


def leave_dialog(hands: Hands, dialog: QWidget) -> None:
    hands.say(f"Escape from {type(dialog).__name__}")
    if isinstance(dialog, QDialog) and hands.rng.random() < 0.2:
        dialog.reject()
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


# How often each is done.
POINTING: dict[Action, float] = {
    click: 50, double_click: 6, right_click: 4, drag: 6, wheel: 6, move: 8, press_key: 14, type_text: 6,
}  # fmt: skip
ALL: dict[Action, float] = {
    **POINTING,
    press_control_key: 6,
    resize: 1.5,
    choose_data_set: 2,
    undo_storm: 1,
    change_network: 1,
    change_engine: 1,
    play: 1.5,
    change_speed: 0.7,
    draw: 1,
    use_formula: 0.5,
    open_table: 0.7,
    graph: 1,
    lesson: 0.7,
    compare: 0.5,
    hide_controls: 0.7,
    present: 0.7,
    save: 0.7,
    open_file: 1,
    start_anew: 0.3,
}

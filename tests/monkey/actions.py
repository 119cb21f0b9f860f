"""What the monkey does: every action is a generator that yields its name, then after each event it sends."""

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
from playground.models.experiment.experiment_file import SUFFIX
from playground.models.run.speed import SPEEDS
from playground.views.data.formula_dialog import FormulaDialog
from playground.views.data.table_dialog import TableDialog

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
    "N", "P", "R", "S", "D", "M", "Comma", "Period", "Question", "F1", "F2", "BracketLeft", "BracketRight",
)  # fmt: skip
CONTROL_KEYS = ("Z", "Y", "1", "2", "F", "Plus", "Minus", "0", "C", "A", "V")

Action = Callable[["Hands"], Iterator[str]]


class Hands:
    """Mouse and keyboard on the window, moved by chance.

    Parameters
    ----------
    folder
        Where files are opened and saved, and nowhere else.
    """

    def __init__(self, playground: PlaygroundApplication, rng: random.Random, folder: Path) -> None:
        self.playground, self.rng, self.folder = playground, rng, folder

    def next_action(self) -> Iterator[str]:
        """Choose what is done next; what lies over the window is seen to first."""
        modal = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if isinstance(modal, QFileDialog):
            return answer_file_dialog(self, modal)
        if modal is not None and self.rng.random() < 0.3:
            return leave_dialog(self, modal)
        if modal is not None:
            return self.rng.choices(POINTING, [weight for _, weight in POINTING_WEIGHTS])[0](self)
        return self.rng.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0](self)

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


def click(hands: Hands) -> Iterator[str]:
    widget, at, name = hands.widget()
    yield f"click {name}"
    QTest.mouseClick(widget, LEFT, NO_KEY, at)


def double_click(hands: Hands) -> Iterator[str]:
    widget, at, name = hands.widget()
    yield f"double click {name}"
    QTest.mouseDClick(widget, LEFT, NO_KEY, at)


def right_click(hands: Hands) -> Iterator[str]:
    widget, at, name = hands.widget()
    yield f"right click {name}"
    QTest.mouseClick(widget, RIGHT, NO_KEY, at)


def move(hands: Hands) -> Iterator[str]:
    widget, at, name = hands.widget()
    yield f"move {name}"
    QTest.mouseMove(widget, at)


def drag(hands: Hands) -> Iterator[str]:
    widget, at, name = hands.widget()
    yield f"drag {name}"
    QTest.mousePress(widget, LEFT, NO_KEY, at)
    for _ in range(3):
        at += QPoint(hands.rng.randint(-80, 80), hands.rng.randint(-80, 80))
        if isValid(widget):
            QTest.mouseMove(widget, at)
    if isValid(widget):  # what is dragged may go
        QTest.mouseRelease(widget, LEFT, NO_KEY, at)


def wheel(hands: Hands) -> Iterator[str]:
    widget, at, name = hands.widget()
    yield f"wheel {name}"
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


def press_key(hands: Hands) -> Iterator[str]:
    key = hands.rng.choice(KEYS)
    yield f"{key} on {type(hands.focus()).__name__} {hands.focus().accessibleName()!r}"
    hands.press(key)


def press_control_key(hands: Hands) -> Iterator[str]:
    key = hands.rng.choice(CONTROL_KEYS)
    yield f"Ctrl+{key}"
    hands.press(key, CTRL)


def type_text(hands: Hands) -> Iterator[str]:
    text = hands.rng.choice(TEXTS)
    yield f"type {text!r} on {type(hands.focus()).__name__} {hands.focus().accessibleName()!r}"
    for character in text:
        hands.type(character)
    if hands.rng.random() < 0.5:
        yield "Return"
        hands.press("Return")


def resize(hands: Hands) -> Iterator[str]:
    size = hands.rng.choice(SIZES)
    yield f"resize to {size}"
    hands.playground.window.resize(*size)


def choose_data_set(hands: Hands) -> Iterator[str]:
    name = hands.rng.choice(sorted(DATASETS))
    panel = hands.playground.window.data
    yield f"data set {name}"
    panel.task_selected.emit(DATASETS[name].task)
    panel.dataset_selected.emit(name)


def undo_storm(hands: Hands) -> Iterator[str]:
    keys = [hands.rng.choice("ZZZY") for _ in range(hands.rng.randint(3, 30))]
    for key in keys:
        yield f"Ctrl+{key} in a storm of {len(keys)}"
        hands.press(key, CTRL)


def change_network(hands: Hands) -> Iterator[str]:
    hidden = hands.rng.choice(NETWORKS)
    yield f"hidden layers {hidden}"
    hands.playground.workbench.change(hidden=hidden)


def change_engine(hands: Hands) -> Iterator[str]:
    engine = hands.rng.choice(tuple(BACKENDS))
    yield f"engine {engine}"
    hands.playground.window.header.engine_selected.emit(engine)


def play(hands: Hands) -> Iterator[str]:
    yield "Play or Pause"
    QTest.mouseClick(hands.playground.window.header.play_button, LEFT)


def change_speed(hands: Hands) -> Iterator[str]:
    yield "another speed"
    hands.playground.window.header.speed_selected.emit(hands.rng.choice((*SPEEDS, None, None)))


def draw(hands: Hands) -> Iterator[str]:
    plot = hands.playground.window.output.plot
    yield "draw: D"
    hands.playground.window.data.draw_wanted.emit()
    for stroke in range(hands.rng.randint(1, 4)):
        yield f"draw: stroke {stroke}"
        plot.setFocus()
        hands.press(hands.rng.choice(("1", "2", "3", "9", "0", "E", "M")))
        if not plot.isVisible():
            return
        at = QPoint(hands.rng.randrange(plot.width()), hands.rng.randrange(plot.height()))
        QTest.mousePress(plot, LEFT, NO_KEY, at)
        for _ in range(hands.rng.randint(1, 12)):
            yield f"draw: stroke {stroke}, moving"
            at += QPoint(hands.rng.randint(-30, 30), hands.rng.randint(-30, 30))
            QTest.mouseMove(plot, at)
        QTest.mouseRelease(plot, LEFT, NO_KEY, at)


def use_formula(hands: Hands) -> Iterator[str]:
    text = hands.rng.choice(FORMULAS)
    yield f"formula {text!r}"
    hands.playground.own_data.edit_formula()
    yield f"formula {text!r}: typed"
    dialog = hands.playground.own_data.dialog
    if isinstance(dialog, FormulaDialog):
        dialog.field.clear()
        dialog.field.setText(text)
        dialog.field.textEdited.emit(text)
        yield f"formula {text!r}: used"
        dialog.use_button.click()
        dialog.reject()


def open_table(hands: Hands) -> Iterator[str]:
    path = hands.file(".csv")
    yield f"table {path.name}"
    hands.playground.own_data.open_table(path)
    for _ in range(hands.rng.randint(1, 40)):
        yield f"table {path.name}: waiting"
    dialog = hands.playground.own_data.dialog
    if isinstance(dialog, TableDialog):
        yield f"table {path.name}: used"
        dialog.use_button.click()
        dialog.reject()


def graph(hands: Hands) -> Iterator[str]:
    yield "graph mode"
    hands.press("2", CTRL)
    sources = hands.playground.window.graph.source
    choice = hands.rng.choice((*sources.buttons, "text"))
    yield f"graph of {choice}"
    if choice == "text":
        sources.formulas_edited.emit(hands.rng.choice(GRAPHS))
    else:
        sources.source_selected.emit(choice)
        sources.level_selected.emit(hands.rng.choice(("layers", "neurons", "scalars")))
    hands.playground.window.graph.canvas.setFocus()
    for _ in range(hands.rng.randint(0, 20)):
        key = hands.rng.choice(("Left", "Right", "End", "Home", "P", "F", "Plus", "Minus", "Return"))
        yield f"graph: {key}"
        hands.press(key)
    if hands.rng.random() < 0.7:
        yield "train mode"
        hands.press("1", CTRL)


def present(hands: Hands) -> Iterator[str]:
    yield "F11"
    hands.press("F11")
    for _ in range(hands.rng.randint(0, 15)):
        action = hands.rng.choice((click, move, press_key, wheel, undo_storm))(hands)
        yield from action
    if hands.playground.window.is_presenting:
        yield "F11 again"
        hands.press("F11")


def save(hands: Hands) -> Iterator[str]:
    path = hands.folder / f"saved-{hands.rng.randint(0, 3)}{SUFFIX}"
    yield f"save {path.name}"
    hands.playground.workbench.save_file(path)


def open_file(hands: Hands) -> Iterator[str]:
    path = hands.file(SUFFIX)
    yield f"open {path.name}"
    hands.playground.workbench.open_file(path)


def start_anew(hands: Hands) -> Iterator[str]:
    yield "new experiment"
    hands.playground.workbench.start_anew()


def answer_file_dialog(hands: Hands, dialog: QFileDialog) -> Iterator[str]:
    """Take a file of the folder, or none: never move about in other folders."""
    name = dialog.windowTitle()
    if hands.rng.random() < 0.4:
        yield f"{name}: Escape"
        dialog.reject()
        return
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    is_saving = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    suffix = f".{dialog.defaultSuffix()}" if is_saving else hands.rng.choice((".csv", SUFFIX))
    path = hands.folder / f"saved-5{suffix}" if is_saving else hands.file(suffix)
    yield f"{name}: {path.name}"
    dialog.reject()
    dialog.fileSelected.emit(str(path))


def leave_dialog(hands: Hands, dialog: QWidget) -> Iterator[str]:
    yield f"Escape from {type(dialog).__name__}"
    if isinstance(dialog, QDialog) and hands.rng.random() < 0.2:
        dialog.reject()
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


POINTING_WEIGHTS = (
    (click, 50), (double_click, 6), (right_click, 4), (drag, 6), (wheel, 6), (move, 8), (press_key, 14),
    (type_text, 6),
)  # fmt: skip
POINTING = tuple(action for action, _ in POINTING_WEIGHTS)
WEIGHTS: dict[Action, float] = {
    **dict(POINTING_WEIGHTS),
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
    present: 0.7,
    save: 0.7,
    open_file: 1,
    start_anew: 0.3,
}

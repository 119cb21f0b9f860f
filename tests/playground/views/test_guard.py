from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import playground
from playground.application import PlaygroundApplication
from playground.views import guard
from playground.views.graph.update.update_model import UpdateModel
from playground.views.kit import TextButton
from playground.views.kit.access.focus_ring import FocusRing, ring_of
from playground.views.network import network_canvas
from playground.views.network.network_canvas import NetworkCanvas
from tests.playground.views.graph.update.updates import an_update

ROOT = Path(__file__).parents[3]


def fail(*_: Any, **__: Any) -> Any:
    return ()[3]  # type: ignore[misc]  # an exception that the interpreter raises, not a statement


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What was reported; nothing counts as seen before."""
    found: list[BaseException] = []
    monkeypatch.setattr(guard, "_last_seen", {})
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: found.append(error))
    return found


@cache
def own_classes() -> list[type]:
    """All classes of the application that stand on one of Qt's."""
    for module in pkgutil.walk_packages(playground.__path__, "playground."):
        importlib.import_module(module.name)
    found: list[type] = []
    waiting: list[type] = [Shiboken.Object]
    while waiting:
        new: list[type] = waiting.pop().__subclasses__()
        waiting += new
        found += [cls for cls in new if cls.__module__.startswith("playground.")]
    return found


class Override(NamedTuple):
    cls: type
    name: str
    method: Callable[..., Any]
    base: type
    """The class of Qt whose method it hides."""


@cache
def overrides() -> tuple[Override, ...]:
    """All overrides of all classes, with the methods as they are found."""
    # Only what some module of ours defines hides anything.
    names = {
        name
        for cls in own_classes()
        for owner in cls.__mro__
        if owner.__module__.startswith("playground.")
        for name, thing in vars(owner).items()
        if inspect.isfunction(thing)
    }
    return tuple(
        Override(cls, name, method, base)
        for cls in own_classes()
        for name in sorted(names.intersection(dir(cls)))
        if (base := guard.overridden_class(cls, name)) is not None
        and inspect.isfunction(method := inspect.getattr_static(cls, name))
    )


def test_that_every_override_of_a_qt_method_is_guarded() -> None:
    bare = [
        f"{override.cls.__module__}.{override.cls.__qualname__}.{override.name}"
        for override in overrides()
        if not guard.is_guarded(override.method)
    ]
    assert len(own_classes()) > 100
    assert bare == []


def test_that_no_class_overrides_event() -> None:
    # Everything would run inside it; event filters and the handlers of single events do.
    own = [cls for cls in own_classes() if guard.overridden_class(cls, "event") is not None]
    assert [cls.__qualname__ for cls in own if inspect.isfunction(inspect.getattr_static(cls, "event"))] == []


def test_that_every_override_has_a_safe_answer_of_the_type_that_qt_expects() -> None:
    get_signature = importlib.import_module("PySide6.support.signature").get_signature
    asked = {(override.name, override.base) for override in overrides()}
    for name, base in asked:
        qt_method = getattr(base, name)
        expected = get_signature(qt_method).return_annotation
        answer = guard.safe_answer(qt_method)
        if expected is None or expected is Any or expected is object:
            assert answer is None, f"{base.__name__}.{name}"
        else:
            assert isinstance(answer, expected), f"{base.__name__}.{name}"
    assert guard.safe_answer(QAbstractButton.sizeHint) == QSize()


class Faulty(QWidget):
    """Begins to paint, then fails."""

    __module__ = "playground.views.made_later"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("red"))
        fail()

    def sizeHint(self) -> QSize:
        return QSize(fail(), 1)


class Mixin:
    __module__ = "playground.views.made_later"

    def minimumSizeHint(self) -> QSize:
        return QSize(fail(), 1)


def test_that_a_widget_that_cannot_paint_shows_an_empty_ground(
    qtbot: QtBot, reports: list[BaseException]
) -> None:
    widget = Faulty()
    qtbot.addWidget(widget)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor("#123456"))
    widget.setPalette(palette)
    widget.resize(20, 10)
    for _ in range(3):
        assert widget.grab().toImage().pixelColor(5, 5) == QColor("#123456")
    assert [str(error) for error in reports] == ["tuple index out of range"]


def test_that_a_fault_that_comes_back_after_a_pause_is_reported_again(
    qtbot: QtBot, reports: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    widget = Faulty()
    qtbot.addWidget(widget)
    assert widget.sizeHint() == QSize()
    assert widget.sizeHint() == QSize()
    assert len(reports) == 1
    monkeypatch.setattr(guard, "_QUIET_SECONDS", 0.0)
    widget.sizeHint()
    assert len(reports) == 2


def test_that_a_mixin_is_guarded_where_it_stands_before_a_widget(
    qtbot: QtBot, reports: list[BaseException]
) -> None:
    class Mixed(Mixin, QWidget):
        __module__ = "playground.views.made_later"

    widget = Mixed()
    qtbot.addWidget(widget)
    assert widget.minimumSizeHint() == QSize()
    assert len(reports) == 1


def test_that_a_table_shows_an_empty_cell_where_its_model_fails(
    reports: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = UpdateModel()
    model.set_table(an_update())
    cell = model.index(0, 1)
    assert cell.data()
    monkeypatch.setattr(UpdateModel, "cell", fail)
    assert cell.data() is None
    assert len(reports) == 1


def test_that_classes_of_others_are_left_alone() -> None:
    class Other(QObject):
        def eventFilter(self, watched: QObject, event: Any) -> bool:
            return False

    assert not guard.is_guarded(Other.eventFilter)


def test_that_a_report_that_fails_itself_leaves_the_widget_alive(
    qtbot: QtBot,
    reports: list[BaseException],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "excepthook", fail)
    widget = Faulty()
    qtbot.addWidget(widget)
    assert widget.sizeHint() == QSize()
    assert "IndexError" in capsys.readouterr().err


def test_that_a_fault_while_the_network_is_painted_leaves_the_window_at_work(
    playground: PlaygroundApplication, reports: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = playground.window.network.canvas
    with monkeypatch.context() as patch:
        patch.setattr(network_canvas, "draw_nodes", fail)
        for _ in range(3):
            canvas.repaint()
        assert len(reports) == 1
    before = canvas.grab().toImage()
    canvas.repaint()
    assert canvas.grab().toImage() == before
    assert len(reports) == 1


def test_that_faults_in_handlers_of_the_real_window_are_reported_once_each(
    playground: PlaygroundApplication, reports: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = playground.window
    canvas, play = window.network.canvas, window.network.canvas.inputs_button
    with monkeypatch.context() as patch:
        patch.setattr(NetworkCanvas, "_at", fail)
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton)
    assert len(reports) == 1
    guard._last_seen.clear()
    with monkeypatch.context() as patch:
        patch.setattr(TextButton, "_content_width", fail)
        assert canvas.inputs_button.sizeHint() == QSize()
    assert len(reports) == 2
    guard._last_seen.clear()
    play.setFocus(Qt.FocusReason.TabFocusReason)
    ring = ring_of(play)
    assert ring is not None
    with monkeypatch.context() as patch:
        patch.setattr(FocusRing, "place", fail)
        play.resize(play.width() + 1, play.height())
        play.resize(play.width() - 1, play.height())
    assert len(reports) == 3


CRASHES = """
import sys
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView, QPushButton, QWidget
import playground.views
__name__ = "playground.views.made_later"
app = QApplication([])
reports = []
sys.excepthook = lambda kind, error, trace: reports.append(kind.__name__)

class Item(QGraphicsItem):
    def boundingRect(self):
        return QRectF(0, 0, 10, 10)
    def paint(self, *arguments):
        ()[3]

class View(QGraphicsView):
    def paintEvent(self, event):
        super().paintEvent(event)

class Command(QUndoCommand):
    def redo(self):
        ()[3]

class Child(QWidget):
    def paintEvent(self, event):
        ()[3]

class Parent(QWidget):
    def event(self, event):
        return super().event(event)

class Button(QPushButton):
    def mouseReleaseEvent(self, event):
        super().mouseReleaseEvent(event)

scene, stack = QGraphicsScene(), QUndoStack()
scene.addItem(Item())
view, parent, button = View(scene), Parent(), Button()
child = Child(parent)
button.clicked.connect(lambda: stack.push(Command()))
view.grab()
parent.grab()
QTest.mouseClick(button, Qt.LeftButton)
print(len(reports), set(reports))
"""


def test_that_faults_in_overrides_within_overrides_do_not_end_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CRASHES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "3 {'IndexError'}\n"), done.stderr

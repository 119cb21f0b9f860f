"""What a person does with mouse and keyboard, for tests of the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import Frame
from playground.views.kit import SelectField

# A machine that is busy with other things may be many times slower than an idle one.
PATIENCE_MS = 30_000
LEFT = Qt.MouseButton.LeftButton


def epoch(playground: PlaygroundApplication) -> int:
    """The epoch on screen."""
    frame: Frame | None = playground.workbench.frame
    return -1 if frame is None else frame.epoch


def running(playground: PlaygroundApplication) -> Experiment:
    """The settings that the training thread works with."""
    assert playground.workbench.network is not None
    return playground.workbench.network.experiment


def train_until(qtbot: QtBot, playground: PlaygroundApplication, target: int) -> None:
    qtbot.waitUntil(lambda: epoch(playground) >= target, timeout=PATIENCE_MS)


def wait_for_experiment(qtbot: QtBot, playground: PlaygroundApplication, **values: object) -> None:
    """Wait until the training thread works with these settings."""

    def arrived() -> bool:
        experiment = running(playground)
        return all(getattr(experiment, name) == value for name, value in values.items())

    qtbot.waitUntil(arrived, timeout=PATIENCE_MS)


def pause(qtbot: QtBot, playground: PlaygroundApplication) -> None:
    """Pause and wait for the last frame."""
    if playground.workbench.is_playing:
        qtbot.mouseClick(playground.window.header.play_button, LEFT)
    for _ in range(2):  # the first frame after may have been asked for before
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            playground.window.output.boundary_resized.emit()


def show_active(qtbot: QtBot, window: QWidget) -> None:
    """Show a window and wait until the keyboard is its own."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def focused() -> QWidget:
    """Where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def choose(qtbot: QtBot, field: SelectField, key: str) -> None:
    """Open the list of a field and click an option."""
    qtbot.mouseClick(field, LEFT)
    options = field.popup.list
    assert options.isVisible()
    item = options.item(field.findData(key))
    assert item is not None, f"{key} is not offered"
    qtbot.mouseClick(options.viewport(), LEFT, pos=options.visualItemRect(item).center())


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    """Click into a field, replace what stands there, press Enter."""
    entry = field.focusProxy() or field
    qtbot.mouseClick(entry, LEFT, pos=QPoint(entry.width() // 2, entry.height() // 2))
    qtbot.keyClick(entry, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)


@contextmanager
def epochs_seen(playground: PlaygroundApplication) -> Iterator[list[int]]:
    """Collect the epochs of all frames."""
    seen: list[int] = []

    def on_frame(frame: Frame) -> None:
        seen.append(frame.epoch)

    playground.workbench.frame_changed.connect(on_frame)
    yield seen
    playground.workbench.frame_changed.disconnect(on_frame)


def assert_goes_on(
    qtbot: QtBot, playground: PlaygroundApplication, edit: Callable[[], None], **values: object
) -> None:
    """Edit while it trains: the settings change, training goes on from where it was."""
    train_until(qtbot, playground, 1)
    with epochs_seen(playground) as seen:
        edit()
        wait_for_experiment(qtbot, playground, **values)
        train_until(qtbot, playground, epoch(playground) + 1)
    assert seen == sorted(seen)
    assert playground.workbench.is_playing


def assert_starts_again(
    qtbot: QtBot, playground: PlaygroundApplication, edit: Callable[[], None], **values: object
) -> None:
    """Edit while it trains: the window says that training starts again, and it does."""
    train_until(qtbot, playground, 100)  # so far that a frame of the new run comes before it gets here
    with epochs_seen(playground) as seen:
        seen.append(epoch(playground))
        edit()
        qtbot.waitUntil(lambda: min(seen) < seen[0], timeout=PATIENCE_MS)
    wait_for_experiment(qtbot, playground, **values)
    assert "starts again from epoch 0" in playground.window.network.notice.text
    assert playground.workbench.is_playing

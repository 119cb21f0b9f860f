from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings, QTimer
from PySide6.QtGui import QGuiApplication

from playground.models.experiment.experiment import Experiment
from playground.settings import Settings
from playground.views.window.dialogs import TextDialog
from playground.views.window.main_window import ZOOMS
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until

ROOT = Path(__file__).parents[2]
# Opens the window as main.py does and closes it like a person, in the middle of training.
OPEN_AND_CLOSE = """
import sys
from playground.app import main

def close_soon(playground):
    playground.workbench.frame_changed.connect(
        lambda frame: playground.window.close() if frame.epoch >= {epochs} else None
    )

sys.exit(main(["--fresh"], on_start=close_soon))
"""


# Tells whether the card of examples lies over the window at its first picture.
START = """
from PySide6.QtCore import QTimer
from playground.app import main
from playground.application import PlaygroundApplication

def tell(playground):
    print(playground.window.examples.isVisible())
    playground.end()

def start(playground):
    playground.started.connect(lambda: QTimer.singleShot(0, lambda: tell(playground)))
    begin(playground)

begin, PlaygroundApplication.start = PlaygroundApplication.start, start
main([])
"""


def test_that_it_opens_training_iris_and_learns_it(playground, qtbot):
    info = playground.workbench.network
    assert (info.dataset.name, info.structure) == ("iris", (4, 6, 6, 3))
    experiment = info.experiment
    assert (experiment.optimizer, experiment.learning_rate, experiment.batch_size) == ("adam", 0.01, 10)
    assert (experiment.activation, experiment.loss, experiment.standardize) == ("tanh", "cross_entropy", True)
    assert playground.workbench.is_playing
    seen = []
    playground.workbench.frame_changed.connect(lambda frame: seen.append((frame.epoch, frame.test_score)))
    train_until(qtbot, playground, 100)
    epochs = [e for e, _ in seen]
    assert epochs == sorted(epochs)
    # At full speed a busy machine is thousands of epochs further, and has overfitted.
    playground.workbench.look_at(100)
    qtbot.waitUntil(lambda: playground.workbench.frame.epoch == 100, timeout=20000)
    assert playground.workbench.frame.test_score >= 0.95


def test_that_thumbnails_of_all_tiles_arrive(playground, qtbot):
    tiles = playground.window.data.tiles
    names = [name for name, _ in playground.window.data._gallery["classification"]]
    qtbot.waitUntil(
        lambda: all(tiles.tile(name)._thumbnail is not None for name in names), timeout=PATIENCE_MS
    )


def test_that_closing_while_it_trains_ends_the_threads(open_playground, qtbot):
    playground = open_playground()
    train_until(qtbot, playground, 2)
    with qtbot.waitSignal(playground.workbench._thread.finished, timeout=PATIENCE_MS):
        playground.window.close()
    assert playground.workbench._thread.isFinished()
    assert not any(job.isRunning() for job in playground.jobs)


def test_that_a_window_closed_at_once_starts_nothing(open_playground, qtbot):
    playground = open_playground()
    playground.window.close()
    playground.start()
    playground.window.close()
    done: list[bool] = []
    QTimer.singleShot(0, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE_MS)
    assert playground.workbench._thread.isFinished()


def close_while_it_trains(home: Path, epochs: int) -> list[str]:
    """Open and close the window in a process of its own, which has to end well; return its errors."""
    result = subprocess.run(
        [sys.executable, "-W", "error", "-X", "faulthandler", "-c", OPEN_AND_CLOSE.format(epochs=epochs)],
        cwd=ROOT, env=_environment(home), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return [line for line in result.stderr.splitlines() if "propagateSizeHints" not in line]


def test_that_the_process_ends_cleanly_when_the_window_closes_during_training(tmp_path):
    assert close_while_it_trains(tmp_path, epochs=3) == []
    assert "ERROR" not in (tmp_path / "scalar-playground" / "log.txt").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="keeps settings in no folder")
def test_that_it_works_where_nothing_can_be_kept_and_ends_cleanly_at_the_first_epoch(tmp_path):
    blocked = tmp_path / "a file where folders should be"
    blocked.touch()
    # Without a log, all that went wrong is said here.
    [line] = close_while_it_trains(blocked, epochs=0)
    assert line.startswith("the last run could not be kept: ")


# Before the window is built, which takes longest.
CRASH = """
import os
from playground import autosaves
from playground.app import main
autosaves.Autosaves.begin = lambda _: os.abort()
main([])
"""
LOOK_AND_TAKE = """
from PySide6.QtCore import QTimer
from playground.app import main
from playground.views.window.dialogs import TextDialog

def take(playground):
    window, workbench = playground.window, playground.workbench
    print(workbench.experiment.dataset, window.zoom)
    dialogs = window.findChildren(TextDialog)
    for dialog in dialogs:
        print(dialog.windowTitle())
        dialog.action_button.click()
    print(workbench.experiment.dataset, window.zoom, len(dialogs))
    workbench.frame_changed.connect(lambda _: playground.end())

main([], on_start=lambda playground: QTimer.singleShot(0, lambda: take(playground)))
"""


def test_that_after_two_crashes_it_opens_with_defaults_and_offers_the_last_settings(tmp_path):
    environment = _environment(tmp_path)
    config = tmp_path / "Scalar Playground" / "Scalar Playground.conf"
    config.parent.mkdir()
    store = QSettings(str(config), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.experiment, settings.zoom = Experiment(dataset="moons"), 0.9
    settings.sync()

    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    assert run(CRASH).returncode < 0
    # A second crash leaves just such a file.
    [marker] = tmp_path.rglob("starting-*")
    marker.with_name(f"starting-{2**40}").touch()
    third = run(LOOK_AND_TAKE)
    assert third.returncode == 0, third.stderr
    assert third.stdout.splitlines() == ["iris 1.0", "Opened with default settings", "moons 0.9 1"]
    # That start went well, and what was taken is what is remembered now.
    assert list(tmp_path.rglob("starting-*")) == []
    remembered = Settings(QSettings(str(config), QSettings.Format.IniFormat))
    assert (remembered.experiment.dataset, remembered.zoom) == ("moons", 0.9)


def test_that_settings_theme_scale_and_size_are_remembered(open_playground, qtbot, store):
    # no larger than the offscreen platform's screen allows
    first = open_playground(theme="light", size=(1024, 700))
    qtbot.mouseClick(first.window.header.theme_button, LEFT)
    qtbot.mouseClick(first.window.network.layers.plus, LEFT)
    qtbot.mouseClick(first.window.output.log_scale, LEFT)
    qtbot.mouseClick(first.window.data.tiles.tile("wine"), LEFT)
    expected = first.workbench.experiment
    first.window.close()  # asks first: none of this is in a file
    qtbot.mouseClick(first.files.dialog.discard_button, LEFT)
    qtbot.waitUntil(lambda: not first.window.isVisible(), timeout=PATIENCE_MS)
    store.sync()
    second = open_playground(fresh=False)
    assert second.workbench.experiment == expected
    assert expected.dataset == "wine"
    assert expected.hidden == (6, 6, 6)
    assert second.workbench.network.structure == (13, 6, 6, 6, 3)
    assert second.themes.theme.is_dark
    assert not second.window.output.log_scale.isChecked()
    assert (second.window.width(), second.window.height()) == (1024, 700)


def test_that_damaged_settings_fall_back_to_the_defaults_and_are_told(open_playground, store):
    for key in ("experiment", "theme", "geometry", "log_scale", "zoom"):
        store.setValue(key, "{broken")
    playground = open_playground(fresh=False)
    assert playground.workbench.experiment == Experiment()
    assert playground.workbench.is_playing
    text = playground.window.network.notice.text
    for words in ("experiment", "theme", "size and place", "loss chart", "zoom"):
        assert words in text


@pytest.mark.parametrize("zoom", [ZOOMS[0], ZOOMS[-1]])
def test_that_a_remembered_zoom_opens(open_playground, store, zoom):
    store.setValue("zoom", str(zoom))
    playground = open_playground(fresh=False)
    assert playground.window.isVisible()
    assert playground.window.output.plot.isVisible()


def test_that_every_zoom_is_taken_over(playground, store):
    window = playground.window
    for zoom in ZOOMS:
        store.setValue("zoom", str(zoom))
        window.hide()
        playground._take_over_window(Settings(store))
        window.showNormal()
        assert window.wanted_zoom == zoom
        assert window.isVisible()
        assert window.output.plot.isVisible()


WINDOW_NONSENSE = st.fixed_dictionaries(
    {},
    optional={
        "zoom": st.one_of(st.floats(), st.text(max_size=9), st.sampled_from(ZOOMS)),
        "log_scale": st.one_of(st.booleans(), st.text(max_size=9), st.lists(st.integers(-9, 9), max_size=2)),
        "geometry": st.one_of(
            st.binary(max_size=80).map(QByteArray), st.text(max_size=20), st.integers(-9, 9)
        ),
        "damage": st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=4),
    },
)


@given_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WINDOW_NONSENSE)
def test_that_no_nonsense_keeps_the_window_from_taking_over_the_rest(playground, store, entries):
    store.clear()
    damaged = bytearray(playground.window.saveGeometry().data())
    for place, byte in entries.pop("damage", ()):
        damaged[place % len(damaged)] = byte
    for key, value in {"geometry": QByteArray(bytes(damaged)), **entries}.items():
        store.setValue(key, value)
    playground.window.hide()
    playground._take_over_window(Settings(store))
    playground.window.showNormal()
    assert playground.window.zoom in ZOOMS
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    assert any(room.contains(playground.window.geometry().topLeft()) for room in screens)


def test_that_an_unforeseen_error_is_shown_with_text_to_copy(playground, qtbot):
    pause(qtbot, playground)
    playground.report_error("RuntimeError: the cat sat on the keyboard")
    qtbot.waitUntil(lambda: playground.window.findChild(TextDialog) is not None)
    dialog = _dialog(playground)
    text = dialog._text
    assert "RuntimeError: the cat sat on the keyboard" in text.toPlainText()
    assert "Log: " in text.toPlainText()
    assert "Scalar Playground" in text.toPlainText()
    qtbot.mouseClick(dialog.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == text.toPlainText()
    qtbot.mouseClick(dialog.close_button, LEFT)
    assert not dialog.isVisible()


def test_that_only_the_first_of_many_errors_opens_a_dialog(playground, qtbot):
    playground.show_error("the first")
    playground.show_error("the second")
    assert "the first" in _dialog(playground)._text.toPlainText()
    qtbot.mouseClick(_dialog(playground).close_button, LEFT)
    playground.show_error("the third")
    qtbot.waitUntil(
        lambda: "the third" in _dialog(playground)._text.toPlainText(),
        timeout=PATIENCE_MS,
    )
    qtbot.mouseClick(_dialog(playground).close_button, LEFT)


@pytest.mark.parametrize(
    "broken", ["models.run.session.Session.moment", "rendering.frame_painter.FramePainter.paint"]
)
def test_that_an_error_in_a_thread_is_shown(open_playground, qtbot, monkeypatch, broken):
    playground = open_playground()
    shown: list[str] = []
    playground.workbench.crashed.connect(shown.append)

    def fail(*_: object, **__: object) -> None:
        raise KeyError("nobody foresaw this")

    with qtbot.waitSignal(playground.workbench.crashed, timeout=PATIENCE_MS):
        monkeypatch.setattr(f"playground.{broken}", fail)
    assert "nobody foresaw this" in shown[0]
    assert not playground.workbench.is_playing
    assert "nobody foresaw this" in _dialog(playground)._text.toPlainText()
    playground.expected_crashes = shown


def test_that_about_shows_versions(playground, qtbot):
    qtbot.mouseClick(playground.window.header.about_button, LEFT)
    text = _dialog(playground)._text.toPlainText()
    for part in ("Scalar Playground: ", "Python: ", "Qt / PySide6: ", "NumPy: ", "System: ", "Log: "):
        assert part in text
    qtbot.mouseClick(_dialog(playground).close_button, LEFT)


def test_that_the_training_goes_on_under_a_dialog(playground, qtbot):
    qtbot.mouseClick(playground.window.header.about_button, LEFT)
    train_until(qtbot, playground, epoch(playground) + 2)
    qtbot.mouseClick(_dialog(playground).close_button, LEFT)


def _dialog(playground) -> TextDialog:
    dialogs = [d for d in playground.window.findChildren(TextDialog) if d.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def _environment(home: Path) -> dict[str, str]:
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), str(home))
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **folders}


def test_that_the_very_first_start_offers_the_examples_once_it_trains(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, env=_environment(tmp_path), capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == ["True"]

"""The workbench without its thread: one state at a time, and notices that belong to what is on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.picture.frame import Frame, FrameRequest
from playground.models.picture.timeline import Timeline
from playground.models.run.speed import Speed
from playground.style.palette import LIGHT
from playground.workbench import Workbench
from playground.workers import events

IRIS = Experiment(backend="array", hidden=(3,))
NETWORK = Network.of(IRIS)
CIRCLE = Network.of(IRIS.with_(dataset="circle"))


@pytest.fixture
def workbench(qapp) -> Iterator[Workbench]:
    workbench = Workbench(IRIS)
    tell(workbench, events.NetworkChanged(NETWORK, 0))
    yield workbench
    workbench.close()


@pytest.fixture
def said(workbench: Workbench) -> list[Notice | None]:
    """What is said and ended, None for the end of all that was said."""
    heard: list[Notice | None] = []
    workbench.noticed.connect(heard.append)
    workbench.acted.connect(lambda: heard.append(None))
    return heard


def tell(workbench: Workbench, event: events.Event) -> None:
    workbench._on_thread_event(event)


def show(workbench: Workbench, network: Network) -> Frame:
    values = {
        "network": network, "generation": workbench._pull._generation, "timeline": Timeline.empty(),
        "step": 0, "number": 1, "is_draft": False, "is_on_the_way": False,
    }  # fmt: skip
    frame = cast(Frame, SimpleNamespace(**values))
    tell(workbench, events.FramePainted(frame))
    return frame


def test_that_a_frame_goes_when_its_network_does(workbench):
    frame = show(workbench, NETWORK)
    assert workbench.frame is frame
    tell(workbench, events.NetworkChanged(CIRCLE, 0))
    assert workbench.frame is None
    tell(workbench, events.FramePainted(frame))
    assert workbench.frame is None
    show(workbench, CIRCLE)
    assert workbench.frame.network is workbench.network is CIRCLE
    tell(workbench, events.Blocked(Problem("Nothing to tell apart.")))
    assert workbench.frame is None


def test_that_whoever_hears_of_a_network_meets_no_frame_of_another(workbench):
    show(workbench, NETWORK)
    met: list[tuple[Network, Frame | None]] = []
    workbench.network_changed.connect(lambda network: met.append((network, workbench.frame)))
    workbench.experiment_changed.connect(lambda _: met.append((workbench.network, workbench.frame)))
    tell(workbench, events.NetworkChanged(CIRCLE, 0))
    assert met == [(CIRCLE, None), (CIRCLE, None)]


def test_that_another_run_is_heard_of_after_its_network(workbench):
    heard: list[object] = []
    workbench.network_changed.connect(heard.append)
    workbench.run_replaced.connect(heard.append)
    tell(workbench, events.NetworkChanged(CIRCLE, 0, 0))
    tell(workbench, events.NetworkChanged(NETWORK, 0))
    assert heard == [CIRCLE, 0, NETWORK]


def test_that_answers_to_older_changes_leave_the_newest_settings(workbench):
    workbench.change(hidden=(4,))
    workbench.change(dataset="circle")
    wanted = workbench.experiment
    tell(workbench, events.NetworkChanged(Network.of(IRIS.with_(hidden=(4,))), 1))
    assert workbench.experiment is wanted
    tell(workbench, events.NetworkChanged(CIRCLE, 2))
    assert workbench.experiment == CIRCLE.wanted  # what the worker has in force


def test_that_values_out_of_range_change_nothing_and_are_said(workbench, said):
    for values in ({"loss": ""}, {"learning_rate": -1.0}, {"hidden": (0,)}, {"dataset": "nowhere"}):
        said.clear()
        assert not workbench.change(**values)
        assert workbench.experiment is IRIS
        assert not workbench.undo_stack.count()
        (notice,) = said
        assert notice is not None
        assert notice.kind == "problem"
        assert notice.text.startswith("The settings stay as they were: ")


ACTS: dict[str, Callable[[Workbench], Any]] = {
    "change": lambda workbench: workbench.change(noise=0.2),
    "undo": lambda workbench: workbench.undo_stack.undo(),
    "redo": lambda workbench: workbench.undo_stack.redo(),
    "play": lambda workbench: workbench.set_playing(True),
    "step": lambda workbench: workbench.step(),
    "next phase": lambda workbench: workbench.go_to_next_phase(),
    "rewind": lambda workbench: workbench.reset(),
    "new weights": lambda workbench: workbench.draw_weights_anew(),
    "a weight": lambda workbench: workbench.edit_parameters({(1, 0, 0): 0.1}, {(1, 0, 0): 0.7}),
    "open": lambda workbench: workbench.open_file(Path("some.playground")),
    "new": lambda workbench: workbench.start_anew(),
}


@pytest.mark.parametrize("act", ACTS)
def test_that_an_act_ends_what_was_said_before_it(workbench, said, act):
    workbench.change(hidden=(4,))
    workbench.change(hidden=(5,))
    workbench.undo_stack.undo()
    tell(workbench, events.Paused(Notice("It ran away.", "problem"), workbench._revision))
    assert said[-1] == Notice("It ran away.", "problem")
    ACTS[act](workbench)
    assert said[-1] is None


def test_that_looking_and_pausing_end_nothing(workbench, said):
    workbench.set_playing(True)
    tell(workbench, events.Said(Notice("It takes long.", "advice"), 0))
    workbench.set_playing(False)
    workbench.set_speed(Speed(2.0))
    workbench.set_view(FrameRequest(0, LIGHT, 64))
    workbench.want_optimizer(True)
    show(workbench, NETWORK)
    assert said[-1] == Notice("It takes long.", "advice")


@pytest.mark.parametrize("act", ["step", "go_to_next_phase"])
def test_that_a_step_pauses_training_once(workbench, monkeypatch, act):
    posted: list[str] = []
    monkeypatch.setattr(workbench._thread, "post", lambda verb, *_: posted.append(verb.__name__))
    told: list[bool] = []
    workbench.playing_changed.connect(told.append)
    workbench.set_playing(True)
    for _ in range(2):
        getattr(workbench, act)()
    assert not workbench.is_playing
    assert told == [True, False]
    assert posted == ["play", act, act]


@pytest.mark.parametrize("kind", [events.Said, events.Paused])
def test_that_news_of_what_was_changed_meanwhile_are_not_told(workbench, said, kind):
    workbench.set_playing(True)
    workbench.change(learning_rate=0.1)
    tell(workbench, kind(Notice("It ran away.", "problem"), 0))
    assert said[-1] is None
    tell(workbench, kind(Notice("It ran away again.", "problem"), 1))
    assert said[-1] == Notice("It ran away again.", "problem")
    assert workbench.is_playing is (kind is events.Said)


def test_that_settings_that_make_no_run_leave_the_undo_stack_too(workbench, said):
    workbench.change(hidden=(4,))
    tell(workbench, events.NetworkChanged(Network.of(workbench.experiment), 1))
    workbench.change(noise=0.7)
    tell(workbench, events.SettingsRefused(workbench.experiment, "no points"))
    assert workbench.undo_stack.count() == 1
    assert workbench.experiment == IRIS.with_(hidden=(4,))
    assert said[-1] == Notice("The settings stay as they were: no points.", "problem")


def test_that_a_crash_pauses_and_asks_for_no_more_pictures_until_something_is_done(workbench, monkeypatch):
    posted: list[str] = []
    monkeypatch.setattr(workbench._thread, "post", lambda verb, *_: posted.append(verb.__name__))
    workbench.set_view(FrameRequest(0, LIGHT, 64))
    workbench.set_playing(True)
    workbench._pull.pull()
    tell(workbench, events.Crashed("Traceback"))
    tell(workbench, events.NetworkChanged(NETWORK, 0))
    assert not workbench.is_playing
    posted.clear()
    workbench._pull.pull()
    assert posted == []
    workbench.step()
    workbench._pull.pull()
    assert posted == ["step", "request_frame"]


def test_that_an_opened_file_takes_the_place_of_everything(workbench):
    workbench.change(hidden=(4,))
    workbench.set_playing(True)
    tell(workbench, events.Opened(Path("circle.playground"), CIRCLE.wanted, 1))
    assert workbench.experiment == CIRCLE.wanted
    assert workbench.path == Path("circle.playground")
    assert not workbench.undo_stack.count()
    assert not workbench.is_playing
    assert not workbench.is_unsaved


MINE, OTHER = Path("mine.playground"), Path("other.playground")


def saved_during(workbench: Workbench, path: Path, act: Callable[[], object]) -> list[Path | None]:
    """Do something while a file is being written; return the files that the window had meanwhile."""
    files: list[Path | None] = []
    workbench.file_changed.connect(files.append)
    workbench.save_file(path)
    act()
    tell(workbench, events.Saved(path))
    return files


def test_that_a_file_still_being_written_belongs_to_the_work_before_an_example(workbench):
    told: list[Path] = []
    workbench.file_saved.connect(told.append)
    files = saved_during(workbench, MINE, lambda: workbench.begin(CIRCLE.wanted, "example"))
    assert workbench.path is None
    assert workbench.is_changed
    assert told == [MINE]
    workbench.undo_stack.undo()
    assert workbench.path == MINE
    workbench.undo_stack.redo()
    assert workbench.path is None
    assert files == [None, MINE, None]


def test_that_two_files_being_written_each_belong_to_their_work(workbench):
    workbench.save_file(MINE)
    workbench.begin(CIRCLE.wanted, "example")
    workbench.save_file(OTHER)
    for path in (MINE, OTHER):
        tell(workbench, events.Saved(path))
    assert workbench.path == OTHER
    assert not workbench.is_changed
    workbench.undo_stack.undo()
    assert workbench.path == MINE


def test_that_a_file_still_being_written_is_not_that_of_a_new_experiment(workbench):
    assert saved_during(workbench, MINE, workbench.start_anew) == [None]
    assert workbench.path is None
    assert not workbench.is_changed


def test_that_a_file_is_that_of_the_experiment_changed_meanwhile(workbench):
    files = saved_during(workbench, MINE, lambda: workbench.change(noise=0.3))
    assert files == [MINE]
    assert workbench.path == MINE
    assert workbench.is_changed


def test_that_an_update_by_hand_is_a_step_only_where_nothing_was_changed_since(workbench):
    update: Any = SimpleNamespace()
    tell(workbench, events.UpdateApplied(update, 0))
    assert workbench.undo_stack.undoText() == "update"
    workbench.change(noise=0.2)
    tell(workbench, events.UpdateApplied(update, 0))
    assert workbench.undo_stack.undoText() == "noise"


@pytest.mark.parametrize(
    "act",
    [
        lambda bench: bench.change(learning_rate=0.5),
        lambda bench: bench.edit_parameters({(0, 0, 1): 0.0}, {(0, 0, 1): 1.0}),
        lambda bench: bench.begin(CIRCLE.wanted, "example"),
    ],
)
def test_that_a_change_of_the_past_says_last_where_it_goes_on(workbench, said, act):
    workbench.look_at(12)
    act(workbench)
    assert said[-1] == Notice("Your change branches off at epoch 12: the run from before stays.")
    assert workbench.undo_stack.count() == 2


@pytest.mark.parametrize("rate", [IRIS.learning_rate, -1.0])
def test_that_what_changes_nothing_leaves_the_past_on_screen(workbench, rate: float):
    workbench.look_at(12)
    workbench.change(learning_rate=rate)
    assert workbench.cursor == 12
    assert workbench.undo_stack.count() == 0

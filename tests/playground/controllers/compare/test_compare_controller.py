"""The controller of the Compare mode, with a workbench that only notes what it is asked for."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from playground.controllers.compare.compare_controller import FULL, MOST_KEPT, SIX, CompareController
from playground.models.compare.comparison import Figures, figures_at
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import Frame
from playground.models.picture.timeline import Timeline
from playground.models.run.history import Curves
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.style.theme import LIGHT, ThemeManager, apply_to_tree
from playground.views.compare.compare_screen import CompareScreen
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workers.background import Job
from playground.workers.events import RunKept, RunLent, RunPainted
from playground.workers.run_gallery import LIVE
from tests.playground.actions import PATIENCE_MS
from tests.playground.controllers.fakes import FakeWorkbench
from tests.playground.models.compare.runs import curves

SMALL = Experiment(
    backend="array", dataset="circle", hidden=(3,), n_samples=60, optimizer="adam", learning_rate=0.01
)


class Stage:
    def __init__(self, qtbot, qapp) -> None:
        self.screen = CompareScreen()
        qtbot.addWidget(self.screen)
        apply_to_tree(self.screen, LIGHT)
        self.screen.resize(1440, 800)
        self.workbench = FakeWorkbench(SMALL)
        themes = ThemeManager(qapp, "light", self.workbench)
        self.strip = TimelineStrip()
        qtbot.addWidget(self.strip)
        self.strip.set_comparing(True)
        self.controller = CompareController(self.workbench.as_workbench, self.screen, self.strip, themes)
        with qtbot.waitExposed(self.screen):
            self.screen.show()
        self.train(SMALL, 300)

    def train(self, experiment: Experiment, last: int, cursor: int | None = None, level: float = 0.2) -> None:
        """Show the live run as it is now."""
        timeline = Timeline(last, cursor, np.empty(0), np.empty(0))
        self.workbench.cursor = cursor
        self.strip.set_timeline(timeline)
        self.show(experiment, curves(level, last), timeline)

    def show(self, experiment: Experiment, known: Curves, timeline: Timeline) -> None:
        network = SimpleNamespace(wanted=experiment, n_parameters=101)
        figures = asdict(figures_at(known, timeline.shown_epoch))
        frame = SimpleNamespace(network=network, curves=known, timeline=timeline, **figures)
        self.workbench.frame = cast(Frame, frame)
        self.controller.show()

    def keep(self, key: int, experiment: Experiment = SMALL, last: int = 300, level: float = 0.3) -> None:
        self.workbench.run_kept.emit(RunKept(key, experiment, curves(level, last), last, 101))

    @property
    def names(self) -> list[str]:
        return [run.name for run in self.controller.kept]

    @property
    def asked(self) -> list[tuple[object, ...]]:
        """All that the workbench was asked for but words and pictures."""
        return [call for call in self.workbench.calls if call[0] not in ("say", "paint_runs")]

    @property
    def said(self) -> list[str]:
        return [notice.text for (notice,) in self._calls("say")]

    @property
    def painted(self) -> list[list[tuple[int, int]]]:
        return [wishes for wishes, *_ in self._calls("paint_runs")]

    @property
    def one_plane(self) -> list[bool]:
        return [on_one_plane for *_, on_one_plane in self._calls("paint_runs")]

    @property
    def returned(self) -> list[list[Any]]:
        return self._calls("return_run")

    def _calls(self, name: str) -> list[list[Any]]:
        return [arguments for called, *arguments in self.workbench.calls if called == name]

    def undo(self) -> None:
        self.workbench.undo_stack.undo()

    def redo(self) -> None:
        self.workbench.undo_stack.redo()


@pytest.fixture
def stage(qtbot, qapp):
    stage = Stage(qtbot, qapp)
    yield stage
    for job in stage.controller.findChildren(Job):
        job.close()


def test_that_a_kept_run_is_named_by_what_differs_from_the_one_before(stage):
    stage.keep(1)
    stage.keep(2, SMALL.with_(optimizer="sgd", learning_rate=0.03))
    stage.keep(3, SMALL.with_(optimizer="sgd", learning_rate=0.03, hidden=(8, 8)))
    stage.keep(4, SMALL.with_(optimizer="sgd", learning_rate=0.03, hidden=(8, 8)))
    assert stage.names == ["Adam 0.01, 3", "Adam 0.01 → SGD 0.03", "8 + 8 neurons", "SGD 0.03, 8 + 8"]
    assert stage.said[1] == "Kept as “Adam 0.01 → SGD 0.03”: Compare shows it beside others."


def test_that_two_runs_never_have_one_name(stage):
    stage.keep(1)
    stage.keep(2)
    stage.keep(3)
    assert stage.names == ["Adam 0.01, 3", "Adam 0.01, 3 (2)", "Adam 0.01, 3 (3)"]


def test_that_keeping_is_undone_and_redone_with_number_and_name(stage):
    stage.keep(1)
    stage.undo()
    assert stage.names == []
    stage.redo()
    assert [(run.number, run.name) for run in stage.controller.kept] == [(2, "Adam 0.01, 3")]


def test_that_a_number_is_never_given_twice(stage):
    stage.keep(1)
    stage.screen.runs.delete_pressed.emit(1)
    stage.keep(2)
    assert [run.number for run in stage.controller.kept] == [3]
    stage.undo()
    stage.undo()
    assert [run.number for run in stage.controller.kept] == [2]


def test_that_renaming_hiding_and_pinning_are_undone_one_by_one(stage):
    stage.keep(1)
    stage.keep(2)
    runs = stage.screen.runs
    runs.renamed.emit(2, "The good one")
    runs.shown_toggled.emit(2, False)
    runs.pin_pressed.emit(2)
    assert stage.names[0] == "The good one"  # a pinned one stands on top
    run = stage.controller.kept[0]
    assert (run.is_shown, run.is_pinned) == (False, True)
    stage.undo()
    assert not any(run.is_pinned for run in stage.controller.kept)
    stage.undo()
    assert all(run.is_shown for run in stage.controller.kept)
    stage.undo()
    assert stage.names == ["Adam 0.01, 3", "Adam 0.01, 3 (2)"]


def test_that_pinning_another_run_unpins_the_first_and_undo_pins_it_again(stage):
    stage.keep(1)
    stage.keep(2)
    stage.screen.runs.pin_pressed.emit(1)
    stage.screen.runs.pin_pressed.emit(2)
    assert [run.key for run in stage.controller.kept if run.is_pinned] == [2]
    stage.undo()
    assert [run.key for run in stage.controller.kept if run.is_pinned] == [1]
    stage.screen.runs.pin_pressed.emit(1)
    assert not any(run.is_pinned for run in stage.controller.kept)


def test_that_the_pinned_run_is_what_others_are_compared_with(stage):
    stage.keep(1, SMALL.with_(learning_rate=0.1))
    assert stage.screen.differs.rows[0].cells == ("0.01", "0.1")
    stage.screen.runs.pin_pressed.emit(1)
    assert stage.screen.differs.rows[0].cells == ("0.1", "0.01")
    assert stage.screen.figures.rows[0].cells[0].startswith("0.30")


def test_that_a_seventh_run_is_kept_hidden_and_showing_it_is_refused_in_words(stage):
    for key in range(1, 8):
        stage.keep(key)
    shown = [run.key for run in stage.controller.kept if run.is_shown]
    assert shown == [1, 2, 3, 4, 5]  # and the live one
    stage.screen.runs.shown_toggled.emit(7, True)
    assert stage.said[-1] == SIX
    assert not stage.screen.runs.rows[7].box.isChecked()
    stage.screen.runs.shown_toggled.emit(1, False)
    stage.screen.runs.shown_toggled.emit(7, True)
    assert stage.screen.runs.rows[7].box.isChecked()
    assert list(stage.screen.cards) == [0, 2, 3, 4, 5, 7]


def test_that_more_than_twenty_are_refused_in_words(stage):
    for key in range(1, MOST_KEPT + 1):
        stage.keep(key)
    stage.screen.runs.keep_wanted.emit()
    assert stage.asked == []
    assert stage.said[-1] == FULL
    stage.screen.runs.delete_pressed.emit(3)
    stage.screen.runs.keep_wanted.emit()
    assert stage.asked == [("keep_run",)]


def test_that_the_live_name_follows_the_experiment_and_is_changed_there(stage):
    stage.train(SMALL.with_(optimizer="sgd"), 300)
    assert stage.screen.runs.rows[LIVE].run.name == "SGD 0.01, 3"
    stage.train(SMALL.with_(name="Mine"), 300)
    assert stage.screen.runs.rows[LIVE].run.name == "Mine"
    stage.screen.runs.renamed.emit(LIVE, "Yours")
    assert stage.workbench.changes == [{"name": "Yours"}]
    assert stage.asked == []


def test_that_all_cards_show_the_epoch_of_the_cursor_and_shorter_runs_their_end(stage):
    stage.keep(1, last=100)
    stage.train(SMALL, 300, cursor=200)
    assert stage.painted[-1] == [(LIVE, 200), (1, 100)]
    assert stage.screen.cards[1].texts[-1] == "ends at 100"
    assert "same epochs: no" in stage.screen.fairness.text()


def test_that_each_at_its_best_shows_the_epochs_of_the_lowest_test_losses(stage):
    stage.keep(1, last=100)
    stage.train(SMALL, 300, cursor=50)
    stage.strip.way_selected.emit("best")
    assert stage.painted[-1] == [(LIVE, 300), (1, 100)]
    assert stage.screen.cards[1].texts[-1] == "epoch 100"
    assert "each at its best; same data" in stage.screen.verdict.text()
    stage.strip.way_selected.emit("epoch")
    assert stage.painted[-1] == [(LIVE, 50), (1, 50)]


def test_that_runs_are_lined_up_by_their_updates(stage):
    run = spent(10.0, 300)
    stage.workbench.run_kept.emit(RunKept(1, SMALL, run, 300, 101))
    stage.train(SMALL, 300, cursor=50)
    stage.show(SMALL, spent(20.0, 300), stage.workbench.frame.timeline)
    stage.strip.way_selected.emit("updates")
    assert stage.painted[-1] == [(LIVE, 50), (1, 100)]
    assert stage.screen.cards[1].texts[-1] == "epoch 100"
    assert stage.screen.title.text() == "Decision boundaries after 1,000 updates"
    assert stage.screen.fairness.text().endswith("same updates: yes")
    assert stage.screen.chart.held is None


def spent(updates: float, last: int) -> Curves:
    """Return curves with so many updates an epoch."""
    known = curves(0.2, last)
    return replace(known, updates=updates * known.epochs)


def test_that_the_strip_shows_all_shown_runs_under_the_one_cursor(stage):
    stage.keep(1, last=100)
    stage.keep(2, last=500)
    stage.train(SMALL, 300, cursor=200)
    axis = stage.strip.axis
    assert [(line.key, line.number, line.last_epoch) for line in axis._shown_ghosts()] == [
        (1, 2, 100), (2, 3, 500),
    ]  # fmt: skip
    assert (axis.end, axis.shown_epoch) == (500, 200)
    stage.screen.runs.shown_toggled.emit(2, False)
    assert axis.end == 300
    stage.strip.set_comparing(False)
    assert axis._shown_ghosts() == ()


def test_that_the_cursor_goes_beyond_the_end_of_the_live_run_where_another_one_is_longer(stage):
    stage.keep(1, last=500)
    stage.train(SMALL, 300)
    stage.strip.axis.go_to(400)
    assert stage.painted[-1] == [(LIVE, 300), (1, 400)]
    assert stage.screen.cards[LIVE].texts[-1] == "ends at 300"
    assert "same epochs: no" in stage.screen.fairness.text()
    assert stage.strip.axis.shown_epoch == 400
    stage.strip.axis.go_to(9999)
    assert stage.painted[-1] == [(LIVE, 300), (1, 500)]
    assert not stage.strip.following.isEnabled()
    stage.strip.live_wanted.emit()
    assert stage.painted[-1] == [(LIVE, 300), (1, 300)]
    assert stage.strip.axis.shown_epoch == 300


def test_that_own_planes_are_asked_for(stage):
    stage.screen.runs.same_scale_toggled.emit(False)
    assert stage.one_plane[-1] is False


def test_that_a_picture_and_what_was_measured_there_go_to_the_card_of_its_run(stage):
    stage.keep(1)
    pixels = np.zeros((8, 8, 4), np.uint8)
    n_wishes = len(stage.painted)
    measured = Figures(300, 0.0123, 0.0456, 1.0, 0.875)
    stage.workbench.run_painted.emit(RunPainted(1, measured, pixels, np.full((1, 2), 0.5), np.array([1])))
    assert stage.screen.cards[1].has_picture
    assert not stage.screen.cards[LIVE].has_picture
    assert "0.046" in " ".join(cell for row in stage.screen.figures.rows for cell in row.cells)
    assert len(stage.painted) == n_wishes


def test_that_a_sentence_and_a_line_of_fairness_compare_the_first_two(stage):
    stage.keep(1, level=0.1)
    assert stage.screen.verdict.text().startswith("Adam 0.01, 3 has 0.1 less test loss at epoch 300")
    assert stage.screen.fairness.text() == "Same data: yes · same first weights: yes · same epochs: yes"


def test_that_opening_leads_to_the_workbench_for_kept_runs_alone(stage):
    stage.keep(1)
    stage.screen.runs.open_pressed.emit(1)
    stage.screen.runs.open_pressed.emit(LIVE)
    assert stage.asked == [("open_run", 1)]


def test_that_seeds_are_run_in_the_background_and_shown_with_their_band(stage, qtbot):
    stage.keep(1, last=20)
    stage.screen.seeds.seeds_wanted.emit(1)
    stage.screen.seeds.run_selected.emit(LIVE)  # looking at another meanwhile changes nothing
    qtbot.waitUntil(lambda: not stage.controller._seeds._job.is_busy, timeout=PATIENCE_MS)
    assert stage.screen.seeds.button.text() == "Run 5 more seeds"
    assert "How much" in stage.screen.seeds.words.text()
    stage.screen.seeds.run_selected.emit(1)
    assert "of 6 seeds" in stage.screen.seeds.words.text()
    assert any(curve.name == "2 median of seeds" for curve in stage.screen.chart.curves)
    stage.screen.seeds.seeds_wanted.emit(1)
    qtbot.waitUntil(lambda: not stage.controller._seeds._job.is_busy, timeout=PATIENCE_MS)
    assert len({seed.seed for seed in stage.controller._seeds._seeds[1]}) == 10


def test_that_seeds_that_are_cancelled_leave_what_is_done(stage, qtbot):
    stage.keep(1, last=10**5)
    stage.screen.seeds.seeds_wanted.emit(1)
    assert stage.screen.seeds.button.text() == "0 of 5, Cancel"
    stage.screen.seeds.cancel_pressed.emit()
    assert stage.screen.seeds.button.text() == "Run 5 more seeds"
    assert not stage.controller._seeds._job.is_busy


def test_that_a_run_without_an_epoch_has_no_seeds(stage):
    stage.keep(1, last=0)
    stage.screen.seeds.seeds_wanted.emit(1)
    assert stage.said[-1].startswith("There is no epoch yet")
    assert not stage.controller._seeds._job.is_busy


def lend(stage: Stage, key: int, experiment: Experiment) -> Run:
    session = Session(experiment)
    session.train_epoch()
    run = session.kept_copy()
    stage.workbench.run_lent.emit(RunLent(key, run.copy()))
    return run


def test_that_a_kept_run_is_trained_on_beside_the_live_one_until_it_rests(stage, qtbot):
    stage.keep(1, last=1)
    stage.screen.runs.train_pressed.emit(1)
    assert stage.asked == [("lend_run", 1)]
    lend(stage, 1, SMALL.with_(stop_epoch=30))
    assert stage.controller.kept[0].is_training
    qtbot.waitUntil(lambda: not stage.controller.kept[0].is_training, timeout=PATIENCE_MS)
    run = stage.controller.kept[0]
    assert (run.last_epoch, int(run.curves.epochs[-1])) == (30, 30)
    key, grown = stage.returned[-1]
    assert (key, grown.end.epoch) == (1, 30)
    assert "is done" in stage.said[-1]


def test_that_its_card_shows_its_own_newest_epoch_unless_the_past_is_looked_at(stage, qtbot):
    stage.keep(1, last=1)
    lend(stage, 1, SMALL.with_(rests=False))
    qtbot.waitUntil(lambda: stage.controller.kept[0].last_epoch > 400, timeout=PATIENCE_MS)
    (_, live), (key, epoch) = stage.painted[-1]
    assert (live, key) == (300, 1)
    assert epoch > 400
    stage.train(SMALL, 300, cursor=50)
    assert stage.painted[-1] == [(LIVE, 50), (1, 50)]
    stage.screen.runs.train_pressed.emit(1)
    assert not stage.controller.kept[0].is_training
    assert not stage.controller._side_job.is_busy


@pytest.mark.parametrize("end", ["another", "deleted", "document"])
def test_that_one_alone_is_trained_beside_the_live_one_and_none_that_is_gone(stage, end):
    stage.keep(1, last=1)
    stage.keep(2, last=1)
    lend(stage, 1, SMALL.with_(rests=False))
    if end == "another":
        lend(stage, 2, SMALL.with_(rests=False))
        assert [run.is_training for run in stage.controller.kept] == [False, True]
        return
    if end == "deleted":
        stage.screen.runs.delete_pressed.emit(1)
    else:
        stage.workbench.kept_replaced.emit([])
    assert not stage.controller._side_job.is_busy
    assert not any(run.is_training for run in stage.controller.kept)


@pytest.mark.parametrize("kind", ["csv", "png", "svg"])
def test_that_shown_runs_are_written_to_a_file_and_it_is_said(stage, tmp_path, kind):
    stage.keep(1)
    stage.controller.export(tmp_path / f"runs.{kind}")
    assert (tmp_path / f"runs.{kind}").stat().st_size > 100
    assert stage.said[-1] == f"Written to runs.{kind}."


def test_that_a_file_that_cannot_be_written_is_said(stage, tmp_path):
    stage.controller.export(tmp_path / "missing" / "runs.csv")
    assert stage.said[-1].startswith("Nothing was written: ")
    assert list(Path(tmp_path).iterdir()) == []


def test_that_another_experiment_trains_beside_the_live_one_both_from_epoch_0(stage):
    wrong, right = SMALL.with_(forgets_zero_grad=True), SMALL
    stage.workbench.experiment = wrong
    stage.controller.train_beside(right, "Healthy", "With the mistake: zero_grad() forgotten")
    assert [asked[0] for asked in stage.asked] == ["branch", "reset", "keep_beside", "set_playing"]
    assert stage.asked[2] == ("keep_beside", right, "Healthy")
    stage.workbench.run_kept.emit(RunKept(5, right, curves(0.3, 0), 0, 101, "Healthy"))
    assert stage.asked[-1] == ("lend_run", 5)
    stage.train(wrong, 10)
    assert [run.name for run in stage.controller._shown] == [
        "With the mistake: zero_grad() forgotten", "Healthy",
    ]  # fmt: skip
    stage.train(wrong.with_(learning_rate=0.5), 10)
    assert stage.controller._live.name == "Adam 0.5, 3"
    stage.train(wrong.with_(name="Mine"), 10)
    assert stage.controller._live.name == "Mine"


def test_that_there_is_no_twin_where_no_more_runs_are_kept(stage):
    for key in range(1, MOST_KEPT + 1):
        stage.keep(key)
    before = len(stage.asked)
    stage.controller.train_beside(SMALL, "Healthy", "")
    assert stage.said[-1] == FULL
    assert stage.asked[before:] == []

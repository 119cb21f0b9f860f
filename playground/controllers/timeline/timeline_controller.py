"""Joins the workbench and the strip: the cursor one way, the history the other, playback in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Slot

from playground.controllers.timeline.history_player import HistoryPlayer
from playground.models.picture.frame import Frame
from playground.models.picture.reading_pace import ReadingPace
from playground.models.picture.timeline import Ghost, Mark, Timeline
from playground.style.pixels import image_from_pixels
from playground.style.theme import ThemeManager
from playground.style.words import capitalized, loss_text, score_text
from playground.views.timeline.branch_card import BranchCard
from playground.views.timeline.epoch_card import EpochCard
from playground.views.timeline.memory_card import MemoryCard
from playground.views.timeline.timeline_strip import TimelineStrip
from playground.workbench import Workbench
from playground.workers.events import Previewed

PREVIEW_SIDE = 94
# The whole curve is drawn anew no more often while it grows.
REDRAW_SECONDS = 0.25
ABOVE = 8


class TimelineController(QObject):
    """Looks back, plays, branches; whatever it shows, the run stays as it is."""

    def __init__(
        self,
        workbench: Workbench,
        strip: TimelineStrip,
        card: EpochCard,
        themes: ThemeManager,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._strip, self._card, self._themes = workbench, strip, card, themes
        self._pace = ReadingPace(seconds=REDRAW_SECONDS)
        self._player = HistoryPlayer(strip, self)
        self._player.moved.connect(self._on_player_moved)
        self._rested: tuple[int, float] | None = None
        strip.epoch_wanted.connect(self._on_view_epoch_wanted)
        strip.live_wanted.connect(self._on_view_live_wanted)
        strip.play_wanted.connect(self._on_view_play_wanted)
        strip.branch_wanted.connect(self.branch)
        self._branch_card = BranchCard(strip.branch_button)
        self._branch_card.branch_wanted.connect(self._on_view_branch_named)
        self._memory_card = MemoryCard(strip.count)
        self._memory_card.limit_selected.connect(self._on_view_limit_selected)
        strip.axis.loop_wanted.connect(self._on_view_loop_wanted)
        strip.axis.rested.connect(self._on_view_rested)
        strip.axis.mark_hovered.connect(self._on_view_mark_hovered)
        strip.axis.ghost_hovered.connect(self._on_view_ghost_hovered)
        strip.axis.ghost_pressed.connect(self._on_view_ghost_pressed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        for signal in (workbench.run_replaced, workbench.blocked):
            signal.connect(self._show_nothing)
        workbench.playing_changed.connect(self._on_workbench_playing_changed)
        workbench.previewed.connect(self._on_workbench_previewed)
        workbench.acted.connect(self._on_workbench_acted)

    @Slot()
    def branch(self) -> None:
        """Ask for the name of a branch from the moment on screen."""
        self._player.stop()
        timeline, cursor = self._strip.timeline, self._workbench.cursor
        if cursor is not None:
            name = f"{self._workbench.experiment.dataset_title}, from {cursor:,}"
            self._branch_card.ask(name, timeline.last_epoch)

    @Slot()
    def ask_memory(self) -> None:
        """Ask how much memory the run may take."""
        self._memory_card.set_memory(self._strip.timeline.memory)
        self._memory_card.ask()

    @Slot(int)
    def _on_view_limit_selected(self, most_bytes: int) -> None:
        self._workbench.keep_within(most_bytes)

    @Slot(str)
    def _on_view_branch_named(self, name: str) -> None:
        self._workbench.branch(name)

    def _look_at(self, epoch: int | None) -> None:
        """Move the cursor at once; the views follow with the next frame."""
        timeline = self._strip.timeline
        is_live = epoch is None or epoch >= timeline.last_epoch
        self._strip.set_timeline(replace(timeline, cursor=None if is_live else epoch))
        self._workbench.look_at(None if is_live else epoch)

    @Slot(int)
    def _on_view_epoch_wanted(self, epoch: int) -> None:
        self._player.stop()
        self._look_at(epoch)

    @Slot()
    def _on_view_live_wanted(self) -> None:
        self._player.stop()
        self._look_at(None)

    @Slot(int)
    def _on_view_play_wanted(self, direction: int) -> None:
        self._player.play(direction)

    @Slot(object)
    def _on_player_moved(self, epoch: int | None) -> None:
        self._look_at(epoch)

    @Slot(int, int)
    def _on_view_loop_wanted(self, first: int, last: int) -> None:
        loop = (first, last) if first < last else None
        self._strip.axis.set_loop(loop)
        self._player.repeat(loop)

    # The card above the axis.

    @Slot(int, float)
    def _on_view_rested(self, epoch: int, x: float) -> None:
        if epoch < 0:
            self._rested = None
            self._card.hide()
            return
        self._rested = epoch, x
        if not self._card.isVisible():
            self._card.show_epoch(f"Epoch {epoch:,}", (), None, self._above(x))
        self._workbench.preview(epoch, self._themes.theme, 2 * PREVIEW_SIDE)

    @Slot(object)
    def _on_workbench_previewed(self, preview: Previewed) -> None:
        if self._rested is None:
            return
        _, x = self._rested
        score = score_text(preview.test_score, is_share=preview.is_share)
        lines = [
            f"Train {loss_text(preview.train_loss)}",
            f"Test {loss_text(preview.test_loss)}",
            f"Test {'acc.' if preview.is_share else 'R²'} {score}",
        ]
        image = image_from_pixels(preview.pixels)
        self._card.show_epoch(f"Epoch {preview.epoch:,}", lines, image, self._above(x))

    @Slot(object, float)
    def _on_view_mark_hovered(self, marks: Sequence[Mark] | None, x: float) -> None:
        if marks is None:
            return
        self._rested = None
        first, *others = marks
        lines = [f"{_sentence(mark.words)} at epoch {mark.epoch:,}" for mark in others[:4]]
        if len(others) > 4:
            lines.append(f"and {len(others) - 4} more")
        self._card.show_words(_sentence(first.words), [f"at epoch {first.epoch:,}", *lines], self._above(x))

    @Slot(object, float)
    def _on_view_ghost_hovered(self, ghost: Ghost | None, x: float) -> None:
        if ghost is None:
            if self._rested is None:
                self._card.hide()
            return
        self._rested = None
        title, more = f"Branch: {ghost.name}", ["A click goes on with it"]
        if ghost.number:
            title, more = f"{ghost.number} {ghost.name}", []
        self._card.show_words(title, [ghost.words, *more], self._above(x))

    @Slot(int)
    def _on_view_ghost_pressed(self, key: int) -> None:
        self._player.stop()
        self._card.hide()
        self._workbench.open_run(key)

    def _above(self, x: float) -> QPoint:
        place = self._strip.axis.mapTo(self._card.room, QPoint(round(x), 0))
        return QPoint(place.x(), place.y() - ABOVE)

    # The workbench.

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        if not self._pace.is_due(is_playing=self._workbench.is_playing):
            return
        timeline = frame.timeline
        if self._player.is_playing or timeline.cursor != self._workbench.cursor:
            # The cursor has gone on since this was painted.
            timeline = replace(timeline, cursor=self._workbench.cursor)
        self._strip.set_timeline(timeline)
        if self._memory_card.isVisible():
            self._memory_card.set_memory(timeline.memory)

    @Slot()
    def _show_nothing(self) -> None:
        """There is no past, or not yet the one to show."""
        self._player.stop()
        self._pace.hurry()
        self._strip.set_timeline(Timeline.empty())

    @Slot(bool)
    def _on_workbench_playing_changed(self, playing: bool) -> None:
        self._pace.hurry()
        self._strip.set_training(playing)
        if playing:
            self._player.stop()

    @Slot()
    def _on_workbench_acted(self) -> None:
        self._pace.hurry()


def _sentence(words: str) -> str:
    return capitalized(words)

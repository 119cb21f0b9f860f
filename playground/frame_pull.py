"""Asks for frames, no more often than they can be shown."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.models.picture.frame import Frame, FrameRequest

FRAME_TIMER_MS = 16
# The cursor rests when it has not moved for this long.
CURSOR_REST_MS = 120


class FramePull(QObject):
    """Asks for one frame at a time, whenever the one on screen is not what is to be seen.

    While the cursor moves, the next frame is asked for before the last one has come, and may be a draft.

    Attributes
    ----------
    is_open
        Whether there is something to paint.
    is_playing
        Whether training makes every frame an old one.

    Signals
    -------
    wanted
        A `FrameRequest`.
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_open = self.is_playing = False
        # Counts what is trained: a frame of what was trained before comes too late.
        self._generation = 0
        self._view: FrameRequest | None = None
        self._view_changed = True
        # Whether another moment is to be shown than the frame on screen has.
        self._moment_changed = False
        self._wants_optimizer = False
        # Of the last frame that was asked for, and of the last that came.
        self._asked = self._answered = 0
        self._is_draft = False
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_TIMER_MS)
        self._timer.timeout.connect(self.pull)
        # While it runs the cursor is on the move.
        self._cursor_rest = QTimer(self)
        self._cursor_rest.setSingleShot(True)
        self._cursor_rest.setInterval(CURSOR_REST_MS)
        self._cursor_rest.timeout.connect(self._on_cursor_rested)

    def start(self) -> None:
        """Begin to look for what is to be seen."""
        self._timer.start()

    def stop(self) -> None:
        """Ask for nothing any more, but what is pulled by hand."""
        self._timer.stop()

    def set_view(self, request: FrameRequest) -> None:
        """Set how frames look from now on."""
        self._view = request
        self._view_changed = True

    def want_optimizer(self, wanted: bool) -> None:
        """Set whether frames tell where the optimizer stands."""
        if wanted != self._wants_optimizer:
            self._wants_optimizer = wanted
            self._view_changed = True

    def look_again(self) -> None:
        """Have the present moment painted once more, as exactly as it can be."""
        self._view_changed = True

    def hurry(self) -> None:
        """Ask for another moment now, or as soon as the frame that is under way has come."""
        self._moment_changed = True
        self.pull()

    @property
    def is_passing(self) -> bool:
        """Whether the cursor is on the move."""
        return self._cursor_rest.isActive()

    def move_cursor(self) -> None:
        """Note that the cursor moves."""
        self._cursor_rest.start()

    def renew(self) -> None:
        """Ask for frames of something else: what was asked for before does not come any more."""
        self._generation += 1
        self._answered, self._view_changed, self._is_draft = self._asked, True, False

    def is_late(self, frame: Frame) -> bool:
        """Whether a frame is of what was trained before."""
        return frame.generation != self._generation

    def take(self, frame: Frame, cursor: int | None) -> None:
        """Note a frame that has come, while the cursor is at an epoch, or None for the newest."""
        self._answered, self._is_draft = frame.number, frame.is_draft
        if cursor is not None and frame.timeline.cursor == cursor and not frame.is_on_the_way:
            self._moment_changed = False  # it was asked for before, but is of the newest cursor

    @property
    def _is_awaiting(self) -> bool:
        return self._answered < self._asked

    @Slot()
    def pull(self) -> None:
        """Ask for a frame, if one is due and can come."""
        is_due = self.is_playing or self._view_changed or self._moment_changed
        # While the cursor moves, the next picture must not wait until this one was shown.
        is_busy = self._is_awaiting and not self.is_passing
        if self._view is None or is_busy or not (is_due and self.is_open):
            return
        self._asked += 1
        self._view_changed = self._moment_changed = False
        self.wanted.emit(
            replace(
                self._view, generation=self._generation, wants_optimizer=self._wants_optimizer,
                is_passing=self.is_passing, number=self._asked,
            )
        )  # fmt: skip

    @Slot()
    def _on_cursor_rested(self) -> None:
        if self._is_awaiting or self._is_draft:
            self._view_changed = True
            self.pull()

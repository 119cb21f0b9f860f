"""The controls for stepping: forward or backward, to the ends, one step, play, and the position."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.style.theme import font
from playground.style.words import number_text
from playground.views.kit import IconButton, Label, LabeledSlider, PrimaryButton, SegmentedControl
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.panel import Panel
from playground.views.kit.themed import Themed

HEIGHT = 56
WAYS = (
    ("forward", "Forward"),
    ("backward", "Backward"),
    ("update", "Update"),
    ("practise", "Practise"),
)
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0)
MOST_SEGMENTS = 60
TRACK_HEIGHT, GAP = 40, 4.0


class StepTrack(Themed, QWidget):
    """One segment per step, or a bar if there are many; a click goes to a step."""

    step_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._at = 0, 0
        self._groups: tuple[tuple[str, int], ...] = ()
        self.setFixedHeight(TRACK_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Steps")
        self.setToolTip("Click to go to a step")

    def set_steps(self, count: int, at: int) -> None:
        """Show that `at` of `count` steps are done."""
        self._count, self._at = count, at
        self.setAccessibleDescription(f"{at} of {count}")
        self.update()

    def set_groups(self, groups: Sequence[tuple[str, int]]) -> None:
        """Divide the track into stretches of a title and a number of steps; none is one segment a step."""
        if tuple(groups) != self._groups:
            self._groups = tuple(groups)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._count and event.button() == Qt.MouseButton.LeftButton:
            share = event.position().x() / max(self.width(), 1)
            self.step_pressed.emit(min(int(share * self._count) + 1, self._count))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = self.height() / 2 - 3
        if not self._count:
            return
        if self._groups:
            self._paint_groups(painter, top)
            return
        if self._count > MOST_SEGMENTS:
            draw_box(painter, QRectF(0, top, self.width(), 6), 3.0, theme.inset2)
            if self._at:
                draw_box(painter, QRectF(0, top, self.width() * self._at / self._count, 6), 3.0, theme.accent)
            return
        width = self.width() / self._count
        for step in range(self._count):
            fill = theme.accent if step == self._at - 1 else theme.train_curve
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill if step < self._at else theme.inset2))
            painter.drawRoundedRect(QRectF(step * width + 2, top, width - 4, 6), 3, 3)

    def _paint_groups(self, painter: QPainter, top: float) -> None:
        """Draw a bar for each stretch, filled as far as its steps are done, with its title below."""
        theme, unit, done, x = self.theme, self.width() / self._count, 0, 0.0
        for title, count in self._groups:
            width = max(count * unit - GAP, 2.0)
            draw_box(painter, QRectF(x, top - 5, width, 6), 3.0, theme.inset2)
            inside = min(max(self._at - done, 0), count)
            is_now = inside > 0 and done < self._at <= done + count
            if inside:
                fill = theme.accent if is_now else theme.train_curve
                draw_box(painter, QRectF(x, top - 5, max(width * inside / count, 3.0), 6), 3.0, fill)
            if text_width(title, font("tick")) <= width:
                ink = theme.accent_text if is_now else theme.ink3
                draw_text(painter, QRectF(x, top + 3, width, 16), title, font("tick"), ink)
            done, x = done + count, x + count * unit


class StepBar(Panel):
    """Emits the step to go to, as a number of completed steps."""

    way_selected = Signal(str)
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self._count, self._at = 0, 0
        self.setFixedHeight(HEIGHT)
        self.way = SegmentedControl(
            WAYS, "Direction",
            "Forward computes values, backward gradients, update moves weights; practise hides gradients",
        )  # fmt: skip
        self.way.setFixedWidth(340)
        self.first = IconButton("start", "First step", "Back to the start (Home)", size=32, flat=True)
        self.previous = IconButton("first", "Step back", "One step back (Left)", size=32, flat=True)
        self.play_button = PrimaryButton("play", "Play steps", "Play or pause the steps")
        self.following = IconButton("step", "Step on", "One step on (Right)", size=32, flat=True)
        self.last = IconButton("end", "Last step", "To the end (End)", size=32, flat=True)
        self.speed = LabeledSlider(
            "Speed", SPEEDS, "Speed of the steps", "Steps a second while they play", value=1.0,
            formatter=lambda value: f"{number_text(value)}/s", caption_role="caption",
        )  # fmt: skip
        self.speed.setFixedWidth(84)
        self.track = StepTrack()
        self._text = Label("", "selected")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.way)
        row.addSpacing(8)
        for button in (self.first, self.previous, self.play_button, self.following, self.last):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.speed)
        row.addSpacing(8)
        row.addWidget(self.track, 1)
        row.addSpacing(8)
        row.addWidget(self._text)
        for control in (
            self.way, self.first, self.previous, self.play_button, self.following, self.last,
            self.speed.slider,
        ):  # fmt: skip
            control.installEventFilter(self)
        self.way.option_selected.connect(self.way_selected)
        self.first.clicked.connect(self._on_first)
        self.previous.clicked.connect(self._on_previous)
        self.following.clicked.connect(self._on_following)
        self.last.clicked.connect(self._on_last)
        self.play_button.clicked.connect(self._on_play)
        self.speed.value_edited.connect(self._on_speed_edited)
        self.track.step_pressed.connect(self.step_wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make the arrow keys left and right step; up and down are left to the control with the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            button = {Qt.Key.Key_Left: self.previous, Qt.Key.Key_Right: self.following}.get(
                Qt.Key(event.key())
            )
            if button is not None:
                button.click()
                return True
        return super().eventFilter(watched, event)

    @property
    def is_playing(self) -> bool:
        """Whether steps are playing."""
        return self._timer.isActive()

    def set_steps(self, count: int, at: int, way: str) -> None:
        """Show that `at` of `count` steps of a way are done."""
        self._count, self._at = count, at
        self.way.set_value(way)
        self.track.set_steps(count, at)
        title = dict(WAYS)[way]
        self._text.set_text(f"{title}, step {at:,} / {count:,}" if count else title)
        self.play_button.setEnabled(count > 0)
        for button, enabled in (
            (self.first, at > 0),
            (self.previous, at > 0),
            (self.following, at < count),
            (self.last, at < count),
        ):
            button.setEnabled(enabled)
        if at >= count:
            self.pause()

    def pause(self) -> None:
        """Stop playing."""
        self._timer.stop()
        self._show_playing()

    def _show_playing(self) -> None:
        self.play_button.set_icon("pause" if self.is_playing else "play")
        self.play_button.setAccessibleName("Pause steps" if self.is_playing else "Play steps")

    def _on_first(self) -> None:
        self.step_wanted.emit(0)

    def _on_previous(self) -> None:
        self.step_wanted.emit(max(self._at - 1, 0))

    def _on_following(self) -> None:
        self.step_wanted.emit(min(self._at + 1, self._count))

    def _on_last(self) -> None:
        self.step_wanted.emit(self._count)

    def _on_play(self) -> None:
        if self.is_playing:
            self.pause()
            return
        if self._at >= self._count:
            self.step_wanted.emit(0)
        self._timer.start(round(1000 / self.speed.value()))
        self._show_playing()

    def _on_speed_edited(self, value: float) -> None:
        if self.is_playing:
            self._timer.start(round(1000 / value))

    def _on_tick(self) -> None:
        self.step_wanted.emit(min(self._at + 1, self._count))

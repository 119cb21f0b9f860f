"""One run in the list: check box, number, name, a small loss curve, and buttons."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.compare.comparison import ComparedRun
from playground.models.experiment.choices import LONGEST_NAME
from playground.models.picture.timeline import heights, loss_range
from playground.style.icons import draw_icon
from playground.style.theme import Theme, font
from playground.style.words import score_text
from playground.views.kit import CheckBox, IconButton
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.fields.name_entry import NameEntry
from playground.views.kit.painting.run_marks import BADGE, draw_badge, draw_sparkline, run_ink
from playground.views.kit.themed import Control

HEIGHT, INSET = 56, 8
SPARK = QSize(60, 20)
MOST_POINTS = 60


class RunRow(Control, QWidget):
    """Space shows or hides it, T trains it on, P pins, F2 renames, Delete deletes, Return opens it.

    Signals
    -------
    All carry the key of the run.
    """

    shown_toggled = Signal(int, bool)
    renamed = Signal(int, str)
    train_pressed = Signal(int)
    pin_pressed = Signal(int)
    delete_pressed = Signal(int)
    open_pressed = Signal(int)
    entered = Signal(int)
    left = Signal(int)

    def __init__(self, run: ComparedRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = run
        self._spark: list[QPointF] = []
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box = CheckBox("", "Show this run", "Show or hide this run (Space)", parent=self)
        # Keys the window's shortcuts would otherwise take.
        self.kept_keys = frozenset({Qt.Key.Key_Space, Qt.Key.Key_F2})
        self.train_button = _button(
            self, "play", "Train on", "Train this run on in the background, beside the live one (T)"
        )
        self.pin_button = _button(
            self, "pin", "Pin", "Keep it on top as the run the others are compared with (P)"
        )
        self.rename_button = _button(self, "edit", "Rename", "Give it another name (F2)")
        self.delete_button = _button(self, "trash", "Delete", "Delete this run (Del); Ctrl+Z brings it back")
        self.entry = NameEntry(self, "Name of the run", LONGEST_NAME)
        self.entry.setFont(font("body"))
        self.entry.setTextMargins(3, 0, 3, 0)
        self.entry.name_entered.connect(self._on_name_entered)
        self.box.toggled_by_user.connect(self._on_toggled)
        self.train_button.clicked.connect(self._on_train_pressed)
        self.pin_button.clicked.connect(self._on_pin_pressed)
        self.rename_button.clicked.connect(self.start_renaming)
        self.delete_button.clicked.connect(self._on_delete_pressed)
        self.set_run(run)

    def set_run(self, run: ComparedRun) -> None:
        """Show the run as it is now."""
        self.run = run
        self.box.set_checked(run.is_shown)
        self.pin_button.set_icon("unpin" if run.is_pinned else "pin")
        self.pin_button.setAccessibleName("Unpin" if run.is_pinned else "Pin")
        self.train_button.set_icon("pause" if run.is_training else "play")
        self.train_button.setAccessibleName("Pause" if run.is_training else "Train on")
        curves = run.curves
        known = np.flatnonzero(np.isfinite(curves.test_smooth))
        if len(known) > MOST_POINTS:
            known = known[np.linspace(0, len(known) - 1, MOST_POINTS).round().astype(np.int64)]
        losses = curves.test_smooth[known]
        ys = heights(losses, *loss_range(losses))
        xs = np.linspace(0.0, 1.0, len(known))
        self._spark = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        state = "live run" if run.is_live else "kept run, trains" if run.is_training else "kept run"
        self.describe(f"Run {run.number}: {run.name}", run.name)
        self.setAccessibleDescription(f"{state}, {'shown' if run.is_shown else 'hidden'}, {self._score()}")
        self._show_buttons()
        self.update()

    def _score(self) -> str:
        scores = self.run.curves.test_score
        known = scores[np.isfinite(scores)]
        is_share = self.run.experiment.task == "classification"
        return score_text(float(known[-1]) if len(known) else None, is_share=is_share)

    def start_renaming(self) -> None:
        """Turn the name into a field."""
        self.entry.start(self.run.name)

    def _show_buttons(self) -> None:
        is_wanted = self.hovered or self.hasFocus() or any(b.hasFocus() for b in self._buttons())
        for button in self._buttons():
            button.setVisible(is_wanted and not self.run.is_live)
        self.rename_button.setVisible(is_wanted)
        self.update()

    def _buttons(self) -> tuple[IconButton, ...]:
        return self.train_button, self.pin_button, self.rename_button, self.delete_button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.box.move(INSET + 8, 12)
        right = self.width() - INSET - 4
        for button in reversed(self._buttons()):
            right -= 32
            button.move(right, 22)
        self.entry.setGeometry(60, 4, max(self.width() - 76, 60), 24)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit(self.run.key)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit(self.run.key)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit(self.run.key)
        self._show_buttons()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit(self.run.key)
        self._show_buttons()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.open_pressed.emit(self.run.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space:
            self.shown_toggled.emit(self.run.key, not self.run.is_shown)
        elif key == Qt.Key.Key_T and not self.run.is_live:
            self.train_pressed.emit(self.run.key)
        elif key == Qt.Key.Key_P and not self.run.is_live:
            self.pin_pressed.emit(self.run.key)
        elif key == Qt.Key.Key_F2:
            self.start_renaming()
        elif key == Qt.Key.Key_Delete and not self.run.is_live:
            self.delete_pressed.emit(self.run.key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_pressed.emit(self.run.key)
        else:
            super().keyPressEvent(event)

    def _on_name_entered(self, name: str) -> None:
        self.renamed.emit(self.run.key, name)

    def _on_toggled(self, on: bool) -> None:
        self.box.set_checked(self.run.is_shown)  # the receiver of the signal decides
        self.shown_toggled.emit(self.run.key, on)

    def _on_train_pressed(self) -> None:
        self.train_pressed.emit(self.run.key)

    def _on_pin_pressed(self) -> None:
        self.pin_pressed.emit(self.run.key)

    def _on_delete_pressed(self) -> None:
        self.delete_pressed.emit(self.run.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, run = QPainter(self), self.theme, self.run
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(INSET, 0, -INSET, 0)
        if run.is_live:
            draw_box(painter, body, 6, theme.soft)
        elif self.hovered:
            draw_box(painter, body, 6, theme.inset)
        draw_badge(painter, QRectF(42, 8, BADGE, BADGE), run.number, theme, shown=run.is_shown)
        right = body.right() - 6
        if run.is_live or run.is_training:
            state = "Live" if run.is_live else "Trains"
            pill = QRectF(right - 44, 6, 44, 20)
            draw_box(painter, pill, 10, theme.surface, theme.soft_line)
            draw_text(painter, pill, state, font("caption"), theme.accent_text, Qt.AlignmentFlag.AlignCenter)
            right = pill.left() - 6
        if run.is_pinned:
            draw_icon(painter, "pin", theme.ink2, QRectF(right - 18, 8, 16, 16))
            right -= 22
        ink = theme.accent_text if run.is_live else theme.ink
        role = font("selected" if run.is_live else "body")
        draw_text(painter, QRectF(65, 6, right - 65, 20), run.name, role, ink)
        has_room = self.train_button.isHidden() or self.train_button.x() > 65 + SPARK.width()
        if self._spark and has_room:
            line_ink = run_ink(run.number)(theme) if run.is_shown else theme.train_curve
            spark = QRectF(65, 31, SPARK.width(), SPARK.height() - 6)
            draw_sparkline(painter, spark, self._spark, line_ink)
        if all(button.isHidden() for button in self._buttons()):
            box = QRectF(130, 30, body.right() - 136, 18)
            draw_text(painter, box, self._score(), font("caption"), theme.ink2, Qt.AlignmentFlag.AlignRight)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.box.set_theme(theme)
        for button in self._buttons():
            button.set_theme(theme)


def _button(parent: QWidget, icon: str, name: str, tip: str) -> IconButton:
    button = IconButton(icon, name, tip, size=32, flat=True, parent=parent)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row's own keys do the same
    return button

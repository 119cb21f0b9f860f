"""A framed field for a number, typed or taken from suggestions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import Theme
from playground.views.kit.fields.field_frame import (
    CHEVRON_AREA,
    HEIGHT,
    TEXT_LEFT,
    draw_chevron,
    draw_field_frame,
)
from playground.views.kit.fields.number_entry import Number, NumberEntry
from playground.views.kit.fields.option_popup import OptionPopup
from playground.views.kit.themed import Control

_LEAST_WITH_ARROW = 78


class EditField(Control, QWidget):
    """Base of the number fields: frame, entry, and the list of suggestions behind the arrow."""

    value_edited = Signal(object)

    def __init__(
        self,
        name: str,
        tip: str,
        value: Number,
        parse: Callable[[str], Number],
        formatter: Callable[[Number], str],
        suggestions: Sequence[Number],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._format = formatter
        self._suggestions = tuple(suggestions)
        self.round_left = self.round_right = True
        self._entry = NumberEntry(self, value, parse, formatter)
        self._entry.describe(name, tip)
        self._entry.value_edited.connect(self.value_edited)
        self._entry.look_changed.connect(self.update)
        self._entry.step_requested.connect(self.step)
        self._popup: OptionPopup | None = None
        self.describe(name, tip)
        self.setFocusProxy(self._entry)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_theme(self.theme)

    @property
    def entry(self) -> NumberEntry:
        """The line inside the frame."""
        return self._entry

    @property
    def popup(self) -> OptionPopup:
        """The list of suggestions, created on first use."""
        if self._popup is None:
            self._popup = OptionPopup(self)
            self._popup.set_theme(self.theme)
            self._popup.option_chosen.connect(self._on_suggestion_chosen)
            self._popup.closed.connect(self.update)
        return self._popup

    @property
    def problem(self) -> str:
        """Why the text was refused; empty if it was not."""
        return self._entry.problem

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._entry.set_theme(theme)
        if self._popup is not None:
            self._popup.set_theme(theme)

    def step(self, direction: int) -> None:
        """Go to the next larger (1) or smaller (-1) suggestion."""
        value = self._entry.value()
        if direction > 0:
            beyond = [candidate for candidate in self._suggestions if candidate > value]
        else:
            beyond = [candidate for candidate in self._suggestions if candidate < value]
        if beyond:
            self._entry.take_value(min(beyond) if direction > 0 else max(beyond))

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), 6.0

    def sizeHint(self) -> QSize:
        return QSize(96, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80 if self._suggestions else 56, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_entry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        enabled = self.isEnabled()
        draw_field_frame(
            painter,
            QRectF(self.rect()),
            self.theme,
            enabled=enabled,
            hovered=self.hovered,
            editing=self._entry.is_editing or (self._popup is not None and self._popup.isVisible()),
            invalid=bool(self._entry.problem),
            left=self.round_left,
            right=self.round_right,
        )
        if self._has_arrow:
            draw_chevron(painter, QRectF(self.rect()), self.theme, enabled)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._has_arrow and event.position().x() >= self.width() - CHEVRON_AREA:
            self._open_suggestions()
        else:
            self._entry.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The entry passes on keys it does not use.
        alt_down = event.key() == Qt.Key.Key_Down and bool(
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if self._suggestions and (alt_down or event.key() == Qt.Key.Key_F4):
            self._open_suggestions()
        else:
            super().keyPressEvent(event)

    @property
    def _has_arrow(self) -> bool:
        """Whether there is room for an arrow beside a number; Alt+Down opens the list without one too."""
        return bool(self._suggestions) and self.width() >= _LEAST_WITH_ARROW

    def _place_entry(self) -> None:
        right = CHEVRON_AREA if self._has_arrow else 2
        # The line edit keeps two pixels of its own before the text.
        self._entry.setGeometry(
            TEXT_LEFT - 2, 2, max(0, self.width() - TEXT_LEFT + 2 - right), self.height() - 4
        )

    def _open_suggestions(self) -> None:
        value = self._entry.value()
        chosen = self._suggestions.index(value) if value in self._suggestions else -1
        self.popup.open([self._format(candidate) for candidate in self._suggestions], chosen)
        self.update()

    def _on_suggestion_chosen(self, row: int) -> None:
        self._entry.take_value(self._suggestions[row])

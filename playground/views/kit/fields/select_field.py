"""A choice of many options in a drop-down list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from playground.style.theme import Theme, font
from playground.views.kit.access import focus_ring
from playground.views.kit.access.accessible import SaysValue, say_changed
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.fields.field_frame import (
    CHEVRON_AREA,
    HEIGHT,
    TEXT_LEFT,
    draw_chevron,
    draw_field_frame,
)
from playground.views.kit.fields.option_popup import OptionPopup
from playground.views.kit.themed import Control


class SelectField(SaysValue, Control, QComboBox):
    """A combo box in our style: arrows, Home, End and typed letters select without opening it.

    Parameters
    ----------
    prefix
        A muted letter before the text, such as the axis that the option is drawn on.
    """

    option_selected = Signal(str)
    accessible_role = QAccessible.Role.ComboBox

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str,
        tip: str = "",
        *,
        value: str | None = None,
        prefix: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._selected = -1
        self.round_left = self.round_right = True
        self._popup: OptionPopup | None = None
        self.describe(name, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFont(font("body"))
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(self._on_index_changed)
        self.set_options(options)
        if value is not None:
            self.set_value(value)

    @property
    def popup(self) -> OptionPopup:
        """The drop-down list, created on first use."""
        if self._popup is None:
            self._popup = OptionPopup(self)
            self._popup.set_theme(self.theme)
            self._popup.option_chosen.connect(self._on_option_chosen)
            self._popup.closed.connect(self.update)
        return self._popup

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def value(self) -> str:
        """The key of the selected option; empty if there are no options."""
        return self.currentData() or ""

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Replace the options without a signal; the selection stays where its key still exists."""
        kept = self.value()
        self.clear()
        for key, text in options:
            self.addItem(text, key)
        self.setCurrentIndex(max(0, self.findData(kept)) if options else -1)
        self._selected = self.currentIndex()
        self.updateGeometry()

    def set_value(self, key: str) -> None:
        """Select an option without a signal.

        Raises
        ------
        ValueError
            If there is no such option.
        """
        index = self.findData(key)
        if index < 0:
            raise ValueError(f"No such option: {key!r}")
        self.setCurrentIndex(index)
        self._selected = index

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self._popup is not None:
            self._popup.set_theme(theme)

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), 6.0

    def set_prefix(self, prefix: str) -> None:
        """Show another word before the value, or none."""
        self._prefix = prefix
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        texts = [self.itemText(i) for i in range(self.count())]
        widest = max((text_width(text, font("body")) for text in texts), default=40)
        return QSize(TEXT_LEFT + self._prefix_width() + widest + 4 + CHEVRON_AREA, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(64, self.sizeHint().width()), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, enabled = self.theme, self.isEnabled()
        rect = QRectF(self.rect())
        painter = QPainter(self)
        draw_field_frame(
            painter,
            rect,
            theme,
            enabled=enabled,
            hovered=self.hovered,
            editing=self.is_open,
            left=self.round_left,
            right=self.round_right,
        )
        text = rect.adjusted(TEXT_LEFT, 0, -CHEVRON_AREA, 0)
        if self._prefix:
            draw_text(painter, text, self._prefix, font("body"), theme.ink3 if enabled else theme.disabled)
            text.setLeft(text.left() + self._prefix_width())
        draw_text(painter, text, self.currentText(), font("body"), theme.ink if enabled else theme.disabled)
        draw_chevron(painter, rect, theme, enabled)

    def showPopup(self) -> None:
        if self.count():
            self.popup.open([self.itemText(i) for i in range(self.count())], self.currentIndex())
            self.update()

    def hidePopup(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Qt's own handler would build its list window, which we never show.
        if event.button() == Qt.MouseButton.LeftButton:
            focus_ring.drop_ring(self)
            self.showPopup()
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a column must not change the fields that pass under the pointer.
        event.ignore()

    def _prefix_width(self) -> int:
        return text_width(self._prefix, font("body")) + 6 if self._prefix else 0

    def _on_option_chosen(self, index: int) -> None:
        self.setCurrentIndex(index)
        self._on_activated(index)

    def accessible_value(self) -> str:
        return self.currentText()

    def _on_index_changed(self) -> None:
        say_changed(self)

    def _on_activated(self, index: int) -> None:
        # An empty list has nothing to choose, whatever key is pressed.
        if index >= 0 and index != self._selected:
            self._selected = index
            self.option_selected.emit(self.value())

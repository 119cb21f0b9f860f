"""A choice of a few options, all visible."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.glossary import explained
from playground.style.theme import font
from playground.views.kit.access import focus_ring
from playground.views.kit.access.accessible import SaysValue, say_changed
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.motion import Glide
from playground.views.kit.pick_row import PickRow

_INSET = 3
_PADDING = 14
_TRAVEL_MS = 120


class SegmentedControl(SaysValue, PickRow):
    """A track of segments; the arrow keys move along it, Home and End go to its ends."""

    option_selected = Signal(str)
    accessible_role = QAccessible.Role.Grouping

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        name: str,
        tip: str = "",
        *,
        value: str | None = None,
        height: int = 34,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if not options:
            raise ValueError("A segmented control needs an option.")
        self._options = list(options)
        self._index = self._index_of(value) if value is not None else 0
        self._height = height
        self._glide = Glide(self, float(self._index))
        self._tip = tip or name
        self.describe(name, tip)
        HoverTip(self, self._tip_at)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def value(self) -> str:
        """The key of the selected option."""
        return self._options[self._index][0]

    @property
    def words(self) -> tuple[str, ...]:
        """The texts of all options."""
        return tuple(text for _, text in self._options)

    def set_value(self, key: str) -> None:
        """Select an option without a signal.

        Raises
        ------
        ValueError
            If there is no such option.
        """
        self._move_to(self._index_of(key))

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options without a signal; the selection stays where its key still exists."""
        kept = self.value()
        self._options = list(options)
        keys = [key for key, _ in options]
        self._index = keys.index(kept) if kept in keys else 0
        self._glide.go(float(self._index), 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [self._natural_width(text) for _, text in self._options]
        return QSize(sum(widths) + 2 * _INSET, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() - len(self._options) * (2 * _PADDING - 12), self._height)

    def segment_rect(self, key: str) -> QRect:
        """Where the option lies."""
        return self.rects()[self._index_of(key)].toRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        enabled = self.isEnabled()
        draw_box(
            painter,
            QRectF(self.rect()),
            8,
            theme.inset if enabled else theme.bg,
            None if enabled else theme.line,
        )
        rects = self.rects()
        for index, rect in enumerate(rects):
            if enabled and index == self.pointed and index != self._index:
                draw_box(painter, rect, 6, theme.inset2)
        draw_box(
            painter,
            self._between(rects, self._glide.value),
            6,
            theme.segment_on if enabled else theme.inset2,
            theme.segment_border if enabled else None,
        )
        for index, rect in enumerate(rects):
            selected = index == self._index
            ink = theme.ink if selected or index == self.pointed else theme.ink2
            role = "selected" if selected else "button"
            text = self._options[index][1]
            draw_text(
                painter,
                rect,
                text,
                font(role),
                ink if enabled else theme.disabled,
                Qt.AlignmentFlag.AlignHCenter,
            )

    def picked(self) -> int:
        return self._index

    def pick(self, index: int) -> None:
        if index != self._index:
            self._move_to(index)
            self.option_selected.emit(self.value())

    def _move_to(self, index: int) -> None:
        if index == self._index:
            return
        self._index = index
        self._glide.go(float(index), _TRAVEL_MS)
        say_changed(self)
        focus_ring.move_ring(self)
        self.update()

    def accessible_value(self) -> str:
        return self._options[self._index][1]

    def _index_of(self, key: str) -> int:
        for index, (candidate, _) in enumerate(self._options):
            if candidate == key:
                return index
        raise ValueError(f"No such option: {key!r}")

    def _natural_width(self, text: str) -> int:
        # The bold width, so that selecting never moves the neighbours.
        return text_width(text, font("selected")) + 2 * _PADDING

    def rects(self) -> list[QRectF]:
        widths = [self._natural_width(text) for _, text in self._options]
        spare = (self.width() - 2 * _INSET - sum(widths)) / len(widths)
        rects, x = [], float(_INSET)
        for width in widths:
            rects.append(QRectF(x, _INSET, width + spare, self.height() - 2 * _INSET))
            x += width + spare
        return rects

    def place_at(self, point: QPoint) -> int | None:
        if not self.rect().contains(point):
            return None
        rects = self.rects()
        return next((i for i, rect in enumerate(rects) if point.x() < rect.right()), len(rects) - 1)

    def _tip_at(self, point: QPoint) -> str:
        """Return the tooltip, which explains the option under the pointer."""
        index = self.place_at(point)
        return explained(self._tip, "" if index is None else self._options[index][1])

    @staticmethod
    def _between(rects: list[QRectF], position: float) -> QRectF:
        low = min(int(position), len(rects) - 1)
        high = min(low + 1, len(rects) - 1)
        share = position - low
        a, b = rects[low], rects[high]
        return QRectF(
            a.x() + (b.x() - a.x()) * share, a.y(), a.width() + (b.width() - a.width()) * share, a.height()
        )

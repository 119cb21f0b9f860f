"""Code as high as its lines, or as high as a handle makes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from playground.style.theme import Theme
from playground.style.words import counted
from playground.views.graph.code_view import LINE, PADDING, CodeView
from playground.views.kit.drawing import draw_box
from playground.views.kit.height_handle import HeightHandle
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area
from playground.views.kit.themed import Themed

FEWEST_ROWS, BORDER = 3, 1
AROUND = 2 * (PADDING + BORDER)


class CodeArea(Themed, QWidget):
    """Scrolls to the marked line where not all of the code is shown.

    The height that was chosen is kept for all code to come.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: int | None = None
        self.view = CodeView(framed=False)
        self._frame = _Frame(self.view)
        self.handle = HeightHandle(
            "Height of the code",
            "Drag, or press Up and Down, to show less or more of the code; double-click to show all of it",
            LINE,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._frame)
        column.addWidget(self.handle)
        self.handle.moved.connect(self._on_moved)
        self.handle.reset_wanted.connect(self._on_reset_wanted)
        self.view.wrapped.connect(self._fit)

    def set_code(self, lines: Sequence[str], marked: int | None) -> None:
        """Show lines, the marked one in sight."""
        self.view.set_code(lines, marked)
        self._show_marked()

    def _on_moved(self, way: int) -> None:
        rows = round((self._frame.height() + way - AROUND) / LINE)
        # All of it now is all of any code.
        self._rows = None if rows >= len(self.view.rows) else max(rows, FEWEST_ROWS)
        self._fit()

    def _on_reset_wanted(self) -> None:
        self._rows = None
        self._fit()

    def _fit(self) -> None:
        count = len(self.view.rows)
        shown = count if self._rows is None else min(self._rows, count)
        self._frame.setFixedHeight(shown * LINE + AROUND)
        self.handle.set_value(f"{shown} of {counted(count, 'row')}")
        self._show_marked()

    def _show_marked(self) -> None:
        place = self.view.marked_place()
        if place is not None:
            self._frame.area.ensureVisible(0, place.center().y(), 0, place.height() // 2 + PADDING)


class _Frame(Themed, QFrame):
    """The ground and the border, which do not scroll."""

    def __init__(self, code: CodeView) -> None:
        super().__init__()
        self.area = quiet_scroll_area(code)
        column = QVBoxLayout(self)
        column.setContentsMargins(BORDER, BORDER, BORDER, BORDER)
        column.addWidget(self.area)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self.area, theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 8.0, self.theme.bg, self.theme.line)

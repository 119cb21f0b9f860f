"""The style of scroll bars and scroll areas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QWidget

from playground.style.theme import Theme

WIDTH = 8


def quiet_scroll_area(content: QWidget) -> QScrollArea:
    """Return an area without a frame around content that is as wide as itself.

    The controls inside take the focus, and scroll into view by themselves.
    """
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def dress_scroll_area(area: QScrollArea, theme: Theme) -> None:
    """Give a scroll area thin, quiet bars and a transparent background."""
    area.viewport().setAutoFillBackground(False)
    content = area.widget()
    if content is not None:
        content.setAutoFillBackground(False)
    dress_scroll_bars(area, theme)


def dress_scroll_bars(area: QAbstractScrollArea, theme: Theme) -> None:
    """Give any scrolling widget thin, quiet bars."""
    for bar, side in ((area.verticalScrollBar(), "width"), (area.horizontalScrollBar(), "height")):
        bar.setAccessibleName("Scroll bar")
        bar.setStyleSheet(
            f"QScrollBar {{ {side}: {WIDTH}px; background: {theme.surface}; border: none; margin: 0; }}"
            f"QScrollBar::handle {{ background: {theme.ctl}; border-radius: 3px;"
            " min-height: 32px; min-width: 32px; }"
            f"QScrollBar::handle:hover {{ background: {theme.ctl2}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: none; }"
        )

"""The style of scroll bars and scroll areas."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea

from playground.style.theme import Theme

WIDTH = 8


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

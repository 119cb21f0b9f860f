"""Sizes at which a graph can be read: nothing below them is drawn as text."""

from __future__ import annotations

import math
from functools import lru_cache
from threading import get_ident

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from playground.style.theme import font
from playground.style.words import fitted_text

SMALLEST_TEXT = 11
"""Height of the smallest letters in pixels on screen."""
READABLE_ZOOM = 0.6
"""The smallest zoom at which three lines of the smallest text fit on a card."""


def is_readable(zoom: float) -> bool:
    """Whether cards show their texts at a zoom."""
    return zoom > READABLE_ZOOM - 1e-6


def face(role: str, zoom: float) -> QFont:
    """Return the font of a role in pixels of the layout, large enough to be read at a zoom."""
    return _face(role, zoom, get_ident())


@lru_cache(maxsize=256)
def _face(role: str, zoom: float, _thread: int) -> QFont:
    # A font belongs to its thread; see `theme.font`.
    result = font(role)
    result.setPixelSize(max(result.pixelSize(), math.ceil(SMALLEST_TEXT / zoom)))
    return result


@lru_cache(maxsize=4096)
def fitted(text: str, role: str, zoom: float, room: int) -> tuple[str, float]:
    """Return a text that fits and its width: a number with fewer digits, other text with an ellipsis."""
    metrics = QFontMetricsF(face(role, zoom))
    shown = fitted_text(text, lambda shorter: metrics.horizontalAdvance(shorter) <= room)
    shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
    return shown, metrics.horizontalAdvance(shown)


@lru_cache(maxsize=4096)
def advance(text: str, role: str, zoom: float) -> float:
    """Return the width of a text in pixels of the layout."""
    return QFontMetricsF(face(role, zoom)).horizontalAdvance(text)


def rounded_zoom(zoom: float) -> float:
    """Return a zoom in steps of a hundredth, so that fonts and texts are made once."""
    return max(math.floor(100.0 * zoom) / 100.0, 0.01)

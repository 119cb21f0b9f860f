"""The frame of a field, the same for lists, numbers and pairs of both."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from playground.style.icons import draw_icon
from playground.style.theme import Theme
from playground.views.kit.drawing import draw_box

HEIGHT = 32
RADIUS = 6.0
TEXT_LEFT = 11
CHEVRON_AREA = 28
_CHEVRON = 18


def draw_field_frame(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    *,
    enabled: bool,
    hovered: bool,
    editing: bool,
    invalid: bool = False,
    left: bool = True,
    right: bool = True,
) -> None:
    """Fill and border; ``left`` and ``right`` say which corners are rounded."""
    fill, border, width = theme.field, theme.ctl, 1
    if not enabled:
        fill, border = theme.bg, theme.line
    elif invalid:
        fill, border, width = theme.danger_soft, theme.danger, 2 if editing else 1
    elif editing:
        border, width = theme.accent, 2
    elif hovered:
        fill, border = theme.inset, theme.ctl2
    draw_box(painter, rect, RADIUS, fill, border, width, left, right)


def draw_chevron(painter: QPainter, rect: QRectF, theme: Theme, enabled: bool) -> None:
    """The arrow at the right end of a field."""
    area = QRectF(rect.right() - CHEVRON_AREA + 3, rect.top(), _CHEVRON, rect.height())
    draw_icon(painter, "chevron-down", theme.ink3 if enabled else theme.disabled, area)

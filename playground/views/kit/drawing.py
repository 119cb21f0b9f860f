"""Painter helpers shared by the controls."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap

from playground.style.theme import Theme, color
from playground.style.words import fitted_text

_BLUR = 24
_SHADOW_OFFSET = 8
_CORNER = 2 * _BLUR + 8

SHADOW_MARGIN = _BLUR + _SHADOW_OFFSET
"""How far the shadow of a floating card reaches beyond it."""


def mix(first: str, second: str, share: float) -> str:
    """``first`` with ``share`` (0 to 1) of ``second`` mixed in, in sRGB."""
    a, b = QColor(first), QColor(second)
    parts = (
        round(x + (y - x) * share)
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return "#" + "".join(f"{part:02X}" for part in parts)


def accent_fill(theme: Theme, *, hovered: bool, pressed: bool) -> str:
    """The accent colour of a control at rest, hovered or pressed."""
    if pressed:
        return theme.accent_pressed
    return theme.accent_hover if hovered else theme.accent


def empty_layer(
    size: QSize, ratio: float, fill: QColor | Qt.GlobalColor = Qt.GlobalColor.transparent
) -> QPixmap:
    """Return a picture to draw on and keep; `ratio` are its device pixels per pixel."""
    layer = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    layer.setDevicePixelRatio(ratio)
    layer.fill(fill)
    return layer


def rounded_path(rect: QRectF, radius: float, left: bool = True, right: bool = True) -> QPainterPath:
    """A rectangle whose left and right corners are rounded or square."""
    path = QPainterPath()
    if left and right:
        path.addRoundedRect(rect, radius, radius)
        return path
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(rect, radius, radius)
    if not left:
        path.addRect(rect.adjusted(0, 0, -rect.width() / 2, 0))
    if not right:
        path.addRect(rect.adjusted(rect.width() / 2, 0, 0, 0))
    return path.simplified()


def draw_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: str | None,
    border: str | None = None,
    width: float = 1.0,
    left: bool = True,
    right: bool = True,
) -> None:
    """A box with its border inside ``rect``; ``radius`` is the outer one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QBrush(QColor(fill)) if fill else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPath(rounded_path(rect, radius, left, right))
        return
    painter.setPen(QPen(QColor(border), width))
    half = width / 2
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawPath(rounded_path(inner, max(0.0, radius - half), left, right))


def draw_text(
    painter: QPainter,
    rect: QRectF | QRect,
    text: str,
    font: QFont,
    ink: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, centred vertically; if too wide, it is shortened, a number by its digits."""
    painter.setFont(font)
    painter.setPen(QColor(ink))
    box = QRectF(rect)
    metrics, room = QFontMetrics(font), int(box.width()) + 1

    def cut(text: str) -> str:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    shown = cut(fitted_text(text, lambda shorter: cut(shorter) == shorter))
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def text_width(text: str, font: QFont) -> int:
    """The advance of ``text`` in whole logical pixels, rounded up."""
    return QFontMetrics(font).horizontalAdvance(text) + 1


def draw_card(painter: QPainter, rect: QRectF, theme: Theme, radius: float = 8.0) -> None:
    """A floating card with its shadow, which needs ``SHADOW_MARGIN`` around ``rect``."""
    draw_shadow(painter, rect, theme)
    draw_box(painter, rect, radius, theme.surface, theme.ctl if theme.is_dark else theme.line)


def draw_shadow(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The soft shadow below a floating card, from a picture made once and stretched in nine patches."""
    patch = _shadow_patch(theme.shadow, theme.shadow_alpha)
    outer = rect.adjusted(-_BLUR, -_BLUR + _SHADOW_OFFSET, _BLUR, _BLUR + _SHADOW_OFFSET)
    corner_x, corner_y = min(_CORNER, outer.width() / 2), min(_CORNER, outer.height() / 2)
    side = float(patch.width())
    xs = (outer.left(), outer.left() + corner_x, outer.right() - corner_x, outer.right())
    ys = (outer.top(), outer.top() + corner_y, outer.bottom() - corner_y, outer.bottom())
    source_xs = (0.0, corner_x, side - corner_x, side)
    source_ys = (0.0, corner_y, side - corner_y, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for i in range(3):
        for j in range(3):
            target = QRectF(QPointF(xs[i], ys[j]), QPointF(xs[i + 1], ys[j + 1]))
            source = QRectF(QPointF(source_xs[i], source_ys[j]), QPointF(source_xs[i + 1], source_ys[j + 1]))
            if not target.isEmpty():
                painter.drawPixmap(target, patch, source)


@lru_cache(maxsize=8)
def _shadow_patch(shadow: str, alpha: float) -> QPixmap:
    side = 2 * _CORNER + 2
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # Nested translucent shapes add up to a smooth fall-off from the card's edge, half strength
    # there, both ways; each step's own opacity is what is still missing.
    steps = 2 * _BLUR
    reached = 0.0
    for step in range(steps):
        share = (step + 1) / steps
        wanted = alpha * share * share * (3 - 2 * share)
        painter.setBrush(color(shadow, (wanted - reached) / (1 - reached)))
        reached = wanted
        size = side - 2.0 * step
        radius = max(4.0, _BLUR + 8.0 - step)
        painter.drawRoundedRect(QRectF(step, step, size, size), radius, radius)
    painter.end()
    return QPixmap.fromImage(image)

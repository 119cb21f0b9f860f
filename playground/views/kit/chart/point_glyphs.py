"""The marks of samples: circles, or from five classes on one shape per class, to not rely on colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

SHAPES_FROM = 5
"""Up to four classes the colours of the palette differ clearly under every kind of colour blindness."""


def uses_shapes(n_classes: int) -> bool:
    """Whether marks of so many classes need shapes."""
    return n_classes >= SHAPES_FROM


def glyph(index: int, radius: float) -> QPainterPath:
    """Return the mark of a class around the origin, of much the same area for every class."""
    return _glyph(index % len(_MAKERS), radius)


@lru_cache(maxsize=64)
def _glyph(index: int, radius: float) -> QPainterPath:
    path = _MAKERS[index](radius)
    path.closeSubpath()
    return path


def _circle(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0.0, 0.0), radius, radius)
    return path


def _square(radius: float) -> QPainterPath:
    path = QPainterPath()
    half = 0.89 * radius
    path.addRect(QRectF(-half, -half, 2 * half, 2 * half))
    return path


def _polygon(corners: Sequence[tuple[float, float]], radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x * radius, y * radius) for x, y in corners]))
    return path


def _on_circle(count: int, start: float, reach: float) -> list[tuple[float, float]]:
    angles = [math.radians(start) + 2 * math.pi * corner / count for corner in range(count)]
    return [(reach * math.cos(angle), reach * math.sin(angle)) for angle in angles]


def _triangle(radius: float) -> QPainterPath:
    return _polygon([(x, y + 0.2) for x, y in _on_circle(3, -90, 1.45)], radius)


def _falling_triangle(radius: float) -> QPainterPath:
    return _polygon([(x, y - 0.2) for x, y in _on_circle(3, 90, 1.45)], radius)


def _diamond(radius: float) -> QPainterPath:
    return _polygon(_on_circle(4, 0, 1.3), radius)


def _plus(radius: float) -> QPainterPath:
    a, b = 0.42, 1.2
    corners = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a),
               (-b, -a), (-a, -a)]  # fmt: skip
    return _polygon(corners, radius)


def _cross(radius: float) -> QPainterPath:
    turn = math.sqrt(0.5)
    a, b = 0.42, 1.25
    plus = [(-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a),
            (-a, -a)]  # fmt: skip
    return _polygon([((x - y) * turn, (x + y) * turn) for x, y in plus], radius)


def _star(radius: float) -> QPainterPath:
    outer, inner = _on_circle(5, -90, 1.5), _on_circle(5, -54, 0.65)
    return _polygon([corner for pair in zip(outer, inner, strict=True) for corner in pair], radius)


def _bar(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-1.4 * radius, -0.6 * radius, 2.8 * radius, 1.2 * radius), 1.0, 1.0)
    return path


def _post(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-0.6 * radius, -1.4 * radius, 1.2 * radius, 2.8 * radius), 1.0, 1.0)
    return path


_MAKERS = (_circle, _square, _triangle, _diamond, _plus, _falling_triangle, _star, _cross, _bar, _post)

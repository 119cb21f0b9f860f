"""Where floating cards open."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from playground.views.kit.painting.device_ratio import content_in_scene

_GAP = 4


def place_card(owner: QWidget, card: QSize, margin: int, at: QPoint | None = None) -> QPoint:
    """Return the screen position of a card that opens below its owner.

    Everything is reckoned in the owner's own pixels, so that it is right at any zoom: an owner that lives in
    a graphics scene has its cards there as well.

    Parameters
    ----------
    card
        Size of the card without its shadow.
    margin
        Width of the shadow around the card.
    at
        The preferred upper left corner of the card, in the owner's pixels; below the owner by default. It
        moves above the owner if there is no room below, and sideways to stay on the screen.
    """
    corner = QPoint(at) if at is not None else QPoint(0, owner.height() + _GAP)
    room = _room(owner)
    if corner.y() + card.height() > room.bottom():
        corner.setY(max(room.top(), -_GAP - card.height()))
    corner.setX(max(room.left(), min(corner.x(), room.right() - card.width())))
    return owner.mapToGlobal(corner - QPoint(margin, margin))


def _room(owner: QWidget) -> QRect:
    content = content_in_scene(owner)
    if content is not None:
        return QRect(owner.mapFromGlobal(content.mapToGlobal(QPoint(0, 0))), content.size())
    screen = owner.screen().availableGeometry()
    return QRect(owner.mapFromGlobal(screen.topLeft()), screen.size())

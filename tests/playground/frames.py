"""Frames of a session, painted here and now."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from playground.models.picture.frame import Frame, FrameRequest
from playground.models.run.session import Session
from playground.rendering.frame_painter import FramePainter

_painters: WeakKeyDictionary[Session, FramePainter] = WeakKeyDictionary()


def frame_of(session: Session, request: FrameRequest) -> Frame:
    """Return the present moment as `request` wants to see it; the painter remembers those before."""
    painter = _painters.setdefault(session, FramePainter(session._clock))
    return painter.paint(session.moment(request), request)

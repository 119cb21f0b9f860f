"""Whether windows can be transparent: on X11 only while a compositing manager runs."""

from __future__ import annotations

import ctypes
from functools import cache

from PySide6.QtGui import QGuiApplication

_LIBRARY = "libxcb.so.1"  # Qt's X11 platform needs it too, so it is there
_MANAGER = b"_NET_WM_CM_S%d"


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Reply(ctypes.Structure):
    """The common part of replies about atoms and selection owners."""

    _fields_ = (
        ("response_type", ctypes.c_uint8), ("pad", ctypes.c_uint8), ("sequence", ctypes.c_uint16),
        ("length", ctypes.c_uint32), ("value", ctypes.c_uint32),
    )  # fmt: skip


def is_composited() -> bool:
    """Whether a window may have a transparent background; if not, it would be black."""
    return QGuiApplication.platformName() != "xcb" or _x11_is_composited()


@cache
def _x11_is_composited() -> bool:
    try:
        xcb = ctypes.CDLL(_LIBRARY)
    except OSError:
        return False
    screen = ctypes.c_int(0)
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, ctypes.byref(screen)))
    try:
        if xcb.xcb_connection_has_error(connection):
            return False
        name = _MANAGER % screen.value
        atom = _ask(xcb, "intern_atom", connection, ctypes.c_uint8(0), ctypes.c_uint16(len(name)), name)
        return bool(atom and _ask(xcb, "get_selection_owner", connection, ctypes.c_uint32(atom)))
    finally:
        xcb.xcb_disconnect(connection)


def _ask(xcb: ctypes.CDLL, request: str, connection: ctypes.c_void_p, *arguments: object) -> int:
    """Return the number in the X server's reply to a request, 0 for none."""
    send, receive = getattr(xcb, f"xcb_{request}"), getattr(xcb, f"xcb_{request}_reply")
    send.restype, receive.restype = _Cookie, ctypes.POINTER(_Reply)
    reply = receive(connection, send(connection, *arguments), None)
    if not reply:
        return 0
    value = int(reply.contents.value)
    ctypes.CDLL(None).free(reply)
    return value

"""Keeps exceptions inside methods that Qt calls, where PySide might end the process over them.

PySide 6.10 on Python 3.11: an exception that the interpreter itself raises, as ``()[3]`` does, is a
segmentation fault when it leaves an override that runs inside another one (an item painted by a view, a
command pushed by a slot). So every override is wrapped when its class is created, and no class has to do it
itself.
A fault is reported to `sys.excepthook`; the widget shows an empty ground.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from types import FunctionType, TracebackType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import Shiboken

_QUIET_SECONDS = 10.0  # a fault that recurs within this time counts as the same one
_MARK, _HOOK = "_is_guarded", "__init_subclass__"
_OWN, _QT = "playground", ("PySide6", "Shiboken")

_last_seen: dict[tuple[type, str, int], float] = {}


def install() -> None:
    """Guard all existing classes and all later ones."""
    for cls in _subclasses(Shiboken.Object):
        guard_overrides(cls)

    def on_class_made(cls: type[Shiboken.Object], **keywords: Any) -> None:
        super(Shiboken.Object, cls).__init_subclass__(**keywords)
        guard_overrides(cls)

    setattr(Shiboken.Object, _HOOK, classmethod(on_class_made))


def guard_overrides(cls: type) -> None:
    """Wrap the overrides of Qt's methods in a class and its mixins."""
    for owner in cls.__mro__:
        if _package(owner) != _OWN:
            continue
        for name, function in list(vars(owner).items()):
            if isinstance(function, FunctionType) and not is_guarded(function):
                base = overridden_class(cls, name)
                if base is not None:
                    setattr(owner, name, _guarded(function, getattr(base, name)))


def overridden_class(cls: type, name: str) -> type | None:
    """Return the Qt class that defines a method of this name, if any."""
    if name.startswith("__"):
        return None
    return next((base for base in cls.__mro__ if _package(base) in _QT and name in vars(base)), None)


def is_guarded(method: object) -> bool:
    return hasattr(method, _MARK)


def safe_answer(method: Callable[..., Any]) -> Any:
    """Return a neutral result for one of Qt's methods: None, False, 0, an empty size."""
    # Slow, since it reads the signatures of a whole Qt module, but only needed after a fault.
    signatures = import_module("PySide6.support.signature").get_signature(method)
    first = signatures[0] if isinstance(signatures, list) else signatures
    kind = first.return_annotation
    if not isinstance(kind, type) or kind in (Any, object):
        return None
    try:
        return kind()
    except TypeError:
        return kind(0)  # a flag


def _guarded(function: FunctionType, qt_method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def guarded(self: Any, *arguments: Any, **keywords: Any) -> Any:
        try:
            return function(self, *arguments, **keywords)
        except Exception as error:
            _report(error)
            if function.__name__ == "paintEvent" and isinstance(self, QWidget):
                _show_empty_ground(self)
            return safe_answer(qt_method)

    setattr(guarded, _MARK, True)
    return guarded


def _report(error: Exception) -> None:
    trace = error.__traceback__
    key = (type(error), *_place(trace))
    now = time.monotonic()
    is_new = now - _last_seen.get(key, -_QUIET_SECONDS) >= _QUIET_SECONDS
    _last_seen[key] = now
    if is_new:
        try:
            sys.excepthook(type(error), error, trace)
        except Exception:
            sys.__excepthook__(*sys.exc_info())
    # Releases painters that the traceback would keep active.
    traceback.clear_frames(trace)


def _place(trace: TracebackType | None) -> tuple[str, int]:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return ("", 0) if trace is None else (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def _show_empty_ground(widget: QWidget) -> None:
    device = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    if widget.testAttribute(Qt.WidgetAttribute.WA_NoSystemBackground):
        return  # an overlay must not hide what is below
    painter = QPainter()
    if painter.begin(device):
        painter.fillRect(device.rect(), widget.palette().window())
        painter.end()


def _package(cls: type) -> str:
    return cls.__module__.partition(".")[0]


def _subclasses(cls: type) -> set[type]:
    found: set[type] = set()
    waiting = [cls]
    while waiting:
        new: set[type] = set(waiting.pop().__subclasses__()) - found
        found |= new
        waiting += new
    return found

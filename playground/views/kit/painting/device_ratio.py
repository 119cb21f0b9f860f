"""Whether a widget is shown through a graphics scene, and how many device pixels each of its pixels takes."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QGraphicsView, QWidget

# Qt is not asked (`graphicsProxyWidget`): while a proxy is being made, the Python object for the answer takes
# the proxy and all that it shows along when it goes, and later it may stand for a proxy that is gone.
_views: WeakKeyDictionary[QWidget, QGraphicsView] = WeakKeyDictionary()


def set_scene_view(content: QWidget, view: QGraphicsView | None) -> None:
    """Set the view of the scene through which the content is shown; None for directly."""
    if view is None:
        _views.pop(content, None)
    else:
        _views[content] = view


def content_in_scene(widget: QWidget) -> QWidget | None:
    """Return the content shown through a view that contains the widget, pop-ups included, or None."""
    around: QWidget | None = widget
    while around is not None:
        window = around.window()
        if window in _views:
            return window
        around = window.parentWidget()
    return None


def device_ratio(widget: QWidget) -> float:
    """Return the device pixels per pixel of a widget, wherever it is shown.

    Unlike ``devicePixelRatioF`` this includes the zoom of a `ZoomView` around it: pictures painted with it
    are sharp at any zoom.
    """
    content = content_in_scene(widget)
    if content is None:
        return widget.devicePixelRatioF()
    view = _views[content]
    return view.devicePixelRatioF() * view.transform().m11()

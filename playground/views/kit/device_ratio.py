"""How many pixels of the screen a pixel of a widget takes, zoom included."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def device_ratio(widget: QWidget) -> float:
    """Return the device pixels per pixel of a widget, wherever it is shown.

    Unlike ``devicePixelRatioF`` this knows of the `ZoomView` that a widget lives in: pictures painted with it
    are sharp at any zoom.
    """
    proxy = widget.window().graphicsProxyWidget()
    scene = None if proxy is None else proxy.scene()
    if scene is None or not scene.views():
        return widget.devicePixelRatioF()
    view = scene.views()[0]
    return view.devicePixelRatioF() * view.transform().m11()

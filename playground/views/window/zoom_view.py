"""Shows a widget with all its content zoomed in or out."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsProxyWidget,
    QGraphicsScene,
    QGraphicsView,
    QVBoxLayout,
    QWidget,
)

from playground.style.theme import Theme, apply_to_tree
from playground.views.kit.access.focus_ring import drop_ring, has_ring
from playground.views.kit.painting.device_ratio import set_scene_view
from playground.views.kit.themed import Themed
from playground.views.window.key_keeper import KeyKeeper

SCROLL_BAR = 10


class ZoomView(Themed, QWidget):
    """Holds one widget, which gets as many pixels of its own as fit at the current zoom.

    At 1 the widget is an ordinary child, with nothing between it and the screen. At any other zoom it lives
    in a graphics scene, which paints it and passes on pointer and keys at that scale, and which can be
    scrolled where the widget has no room for its smallest size.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._zoom = 1.0
        self._view: _SceneView | None = None
        self._proxy: QGraphicsProxyWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(content)
        # In a scene, keys reach the content a second time, and must stop there.
        KeyKeeper(content)

    @property
    def zoom(self) -> float:
        """Pixels of this widget per pixel of the content."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Set the zoom; the content keeps the focus.

        Raises
        ------
        ValueError
            The zoom is not positive.
        """
        if zoom <= 0.0:
            raise ValueError(f"a zoom of {zoom} would show nothing")
        if zoom == self._zoom:
            return
        focus = self._content.focusWidget()
        reason = Qt.FocusReason.OtherFocusReason
        if focus is not None and has_ring(focus):
            reason = Qt.FocusReason.TabFocusReason
            drop_ring(focus)
        self._zoom = zoom
        if zoom == 1.0:
            self._leave_scene()
        elif self._view is None:
            self._enter_scene()
        self._fit()
        if focus is not None:
            if self._view is not None and self._proxy is not None:
                self._view.setFocus()
                self._proxy.setFocus()
            focus.setFocus(reason)

    def set_theme(self, theme: Theme) -> None:
        """Pass the theme on to content in a scene, which is no longer among the window's children."""
        super().set_theme(theme)
        if self._view is not None:
            self._view.set_theme(theme)
            apply_to_tree(self._content, theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Content in a scene is a window of its own to Qt, which comes and goes with this one."""
        super().showEvent(event)
        if self._view is not None and not event.spontaneous():
            self._content.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._view is not None and not event.spontaneous():
            self._content.hide()

    def _enter_scene(self) -> None:
        self._column.removeWidget(self._content)
        self._content.setParent(None)
        scene = QGraphicsScene(self)
        view = _SceneView(scene)
        view.set_theme(self.theme)
        set_scene_view(self._content, view)
        # Not by `scene.addWidget`: its proxy is Qt's own until that returns, and the content's size changes
        # in between, which others hear of.
        self._view, self._proxy = view, QGraphicsProxyWidget()
        scene.addItem(self._proxy)
        self._proxy.setWidget(self._content)
        self._column.addWidget(view)
        # Not when the layout comes to it: what is hidden cannot take the keyboard.
        view.setVisible(True)
        self._content.setVisible(self.isVisible())

    def _leave_scene(self) -> None:
        view, proxy = self._view, self._proxy
        assert view is not None
        assert proxy is not None
        self._view = self._proxy = None
        proxy.setWidget(None)  # type: ignore[arg-type] # Qt takes None, PySide's stub does not
        set_scene_view(self._content, None)
        self._column.removeWidget(view)
        view.hide()
        view.scene().deleteLater()
        view.deleteLater()
        self._column.addWidget(self._content)
        self._content.show()

    def _fit(self) -> None:
        """Give the content the available room, or its minimum size and scroll bars."""
        if self._view is None or self._proxy is None:
            return
        room = QSize(int(self.width() / self._zoom), int(self.height() / self._zoom))
        smallest = self._content.minimumSize()
        self._view.resetTransform()
        self._view.scale(self._zoom, self._zoom)
        is_narrow, is_low = room.width() < smallest.width(), room.height() < smallest.height()
        bar = math.ceil(SCROLL_BAR / self._zoom)
        room = QSize(room.width() - bar * is_low, room.height() - bar * is_narrow)
        self._proxy.resize(room.expandedTo(smallest))
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._view.setHorizontalScrollBarPolicy(on if is_narrow else off)
        self._view.setVerticalScrollBarPolicy(on if is_low else off)
        self._view.setSceneRect(QRectF(self._proxy.rect()))


class _SceneView(QGraphicsView):
    """The view of the scene, without a frame."""

    def __init__(self, scene: QGraphicsScene) -> None:
        super().__init__(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        # What is dropped is for the window.
        self.setAcceptDrops(False)

    def set_theme(self, theme: Theme) -> None:
        """Colour the scroll bars, which the content does not control."""
        self.setStyleSheet(
            f"QScrollBar {{ background: {theme.surface}; border: none; margin: 0; }}"
            f"QScrollBar:vertical {{ width: {SCROLL_BAR}px; }}"
            f"QScrollBar:horizontal {{ height: {SCROLL_BAR}px; }}"
            f"QScrollBar::handle {{ background: {theme.ctl}; border-radius: 3px; margin: 2px; }}"
            f"QScrollBar::handle:hover {{ background: {theme.ctl2}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }"
            f"QAbstractScrollArea::corner {{ background: {theme.surface}; }}"
        )

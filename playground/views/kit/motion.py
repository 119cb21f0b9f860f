"""Short movements of the controls, and the switch that turns them all off."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QWidget

_reduced = False


def set_reduced_motion(reduced: bool) -> None:
    """Make every later movement instant, or let things move again."""
    global _reduced
    _reduced = reduced


def is_motion_reduced() -> bool:
    return _reduced


class Glide(QVariantAnimation):
    """A number on its way to another; its widget is repainted meanwhile."""

    def __init__(self, widget: QWidget, value: float) -> None:
        super().__init__(widget)
        self.value = value
        self._widget = widget
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value_changed)

    def go(self, target: float, duration: int) -> None:
        """Move to ``target`` in ``duration`` milliseconds, or at once if nobody sees it."""
        self.stop()
        if _reduced or not self._widget.isVisible():
            self.value = target
            self._widget.update()
            return
        self.setDuration(duration)
        self.setStartValue(self.value)
        self.setEndValue(target)
        self.start()

    def _on_value_changed(self, value: float) -> None:
        self.value = float(value)
        self._widget.update()

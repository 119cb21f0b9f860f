"""Short animations of the controls, and the switch that turns them all off."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QWidget

_reduced = False


def set_reduced_motion(reduced: bool) -> None:
    """Turn all animations off or on."""
    global _reduced
    _reduced = reduced


def is_motion_reduced() -> bool:
    return _reduced


class Glide(QVariantAnimation):
    """An animated number; its widget is repainted while it changes."""

    def __init__(self, widget: QWidget, value: float) -> None:
        super().__init__(widget)
        self.value = value
        self._widget = widget
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value_changed)

    def go(self, target: float, duration: int) -> None:
        """Move to ``target`` in ``duration`` milliseconds, or at once if not visible."""
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

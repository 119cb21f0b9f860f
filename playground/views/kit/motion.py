"""Short animations of the controls, unless the desktop wants none."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle, QWidget


def is_motion_reduced() -> bool:
    """Return whether the style says that nothing is to move."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


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
        if is_motion_reduced() or not self._widget.isVisible():
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

"""The window: header, data, hyper-parameters, network, output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from playground.views.controls.focus_ring import has_ring
from playground.views.data_panel import DataPanel
from playground.views.header_bar import HeaderBar
from playground.views.hyper_parameter_bar import HyperParameterBar, Options
from playground.views.network_panel import NetworkPanel
from playground.views.output_panel import OutputPanel

COMPACT_BELOW, WIDE_FROM = 1320, 2200
SMALLEST = QSize(1024, 640)
LARGEST_COMPACT_LEFT, LEFT, WIDE_LEFT = 228, 260, 300
COMPACT_RIGHT, RIGHT = 348, 420


class MainWindow(QMainWindow):
    """Lays out the columns and reports shortcuts and closing."""

    closing = Signal()

    def __init__(
        self,
        gallery: Mapping[str, Sequence[tuple[str, str]]],
        choices: Mapping[str, Options],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Scalar Playground")
        self.setMinimumSize(SMALLEST)
        self.resize(1440, 900)
        self.header = HeaderBar()
        self.data = DataPanel(gallery)
        self.hyper = HyperParameterBar(choices)
        self.network = NetworkPanel()
        self.output = OutputPanel()
        self._build()
        self._shortcuts()

    def _build(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.hyper)
        middle.addWidget(self.network, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.data)
        body.addLayout(middle, 1)
        body.addWidget(self.output)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(body, 1)
        self.setCentralWidget(central)

    def _shortcuts(self) -> None:
        for key, signal in (
            (Qt.Key.Key_Space, self.header.play_pressed),
            (Qt.Key.Key_S, self.header.step_pressed),
            (Qt.Key.Key_R, self.header.reset_pressed),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(key == Qt.Key.Key_S)
            shortcut.activated.connect(signal)

    def event(self, event: QEvent) -> bool:
        """Leave keys to the control that the keyboard has reached, where it has a use for them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_for_control(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_for_control(self, event: QKeyEvent) -> bool:
        focus = self.focusWidget()
        if focus is None or not has_ring(focus):
            return False
        presses = isinstance(focus, QAbstractButton) and event.key() == Qt.Key.Key_Space
        return presses or isinstance(focus, QComboBox)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the widths of the columns."""
        super().resizeEvent(event)
        width = event.size().width()
        compact, wide = width < COMPACT_BELOW, width >= WIDE_FROM
        left = LARGEST_COMPACT_LEFT if compact else WIDE_LEFT if wide else LEFT
        right = COMPACT_RIGHT if compact else round(0.3 * width) if wide else RIGHT
        self.data.setFixedWidth(left)
        self.header.set_left_width(left)
        self.output.setFixedWidth(right)
        self.data.set_compact(compact)
        self.hyper.set_compact(compact)
        self.output.set_compact(compact)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the work be ended first."""
        self.closing.emit()
        super().closeEvent(event)

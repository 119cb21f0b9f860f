"""The settings of the data that are needed now and then, behind a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.style.words import count_text
from playground.views.kit import CheckBox, LabeledSlider, TextButton
from playground.views.kit.drawing import draw_text, text_width

POINT_STEPS = (
    10, 20, 50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000,
    50_000, 100_000,
)  # fmt: skip


class Disclosure(TextButton):
    """A word with an arrow that opens what lies below, flush with the controls above."""

    def __init__(self, text: str, name: str, tip: str) -> None:
        super().__init__(text, name, tip, height=32, flat=True, checkable=True)

    def sizeHint(self) -> QSize:
        """Arrow and word without margins."""
        return QSize(24 + text_width(self.text(), font("button")) + 8, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow, downwards while open."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.theme.ink if self.hovered else self.theme.ink2
        painter.save()
        painter.translate(8, self.height() / 2)
        painter.rotate(0 if self.isChecked() else -90)
        draw_icon(painter, "chevron-down", ink, QRectF(-8, -8, 16, 16))
        painter.restore()
        draw_text(painter, QRectF(22, 0, self.width() - 22, self.height()), self.text(), font("button"), ink)


class DataMore(QWidget):
    """Number of points, new points, standardisation and export; folded away at first."""

    value_edited = Signal(str, object)
    new_points_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggle = Disclosure(
            "More", "More settings of the data", "Number of points, standardisation, export"
        )
        self.points = LabeledSlider(
            "Points", POINT_STEPS, "Number of points", "How many points are generated", formatter=count_text
        )
        self.new_points = TextButton(
            "New points", "New points", "Draw other points of the same kind; the weights stay as they are",
            height=32,
        )  # fmt: skip
        self.export = TextButton("Export…", "Export as CSV", "Write all points to a CSV file", height=32)
        self.standardize = CheckBox(
            "Standardise",
            "Standardise",
            "Shift and scale every feature to mean 0 and deviation 1 of the training part",
        )
        self.keeps_weights = CheckBox(
            "Keep the weights",
            "Keep the weights",
            "Go on with the present weights when another data set is chosen, where its shape allows",
        )
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.points)
        body.addWidget(self.standardize)
        body.addWidget(self.keeps_weights)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.new_points, 1)
        row.addWidget(self.export, 1)
        body.addLayout(row)
        self._body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._body)
        self.toggle.toggled.connect(self._on_toggled)
        self.points.value_edited.connect(self._on_points_edited)
        self.standardize.toggled_by_user.connect(self._on_standardize_toggled)
        self.keeps_weights.toggled_by_user.connect(self._on_keeps_weights_toggled)
        self.new_points.clicked.connect(self.new_points_wanted)
        self.export.clicked.connect(self.export_wanted)

    def set_values(
        self, *, n_samples: int, standardize: bool, keeps_weights: bool, is_generated: bool
    ) -> None:
        """Show the settings; only generated data can have another number of points, or other points."""
        self.points.set_value(n_samples)
        self.points.setEnabled(is_generated)
        self.standardize.set_checked(standardize)
        self.keeps_weights.set_checked(keeps_weights)

    def set_redrawable(self, redrawable: bool) -> None:
        """Say whether new points would differ from these."""
        self.new_points.setEnabled(redrawable)

    def _on_toggled(self, on: bool) -> None:
        self._body.setVisible(on)

    def _on_points_edited(self, value: int) -> None:
        self.value_edited.emit("n_samples", value)

    def _on_standardize_toggled(self, checked: bool) -> None:
        self.value_edited.emit("standardize", checked)

    def _on_keeps_weights_toggled(self, checked: bool) -> None:
        self.value_edited.emit("keeps_weights", checked)

"""The settings of the data that are needed now and then, behind a word."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.controls import CheckBox, LabeledSlider, TextButton

POINT_STEPS = (
    10, 20, 50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000,
    50_000, 100_000,
)  # fmt: skip


class DataMore(QWidget):
    """Number of points, new points, standardisation and export; folded away at first."""

    value_edited = Signal(str, object)
    new_points_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggle = TextButton(
            "More", "More settings of the data", "Number of points, standardisation, export", height=32,
            icon="chevron-down", flat=True, checkable=True,
        )  # fmt: skip
        self.points = LabeledSlider(
            "Points", POINT_STEPS, "Number of points", "How many points are generated", formatter=_count
        )
        self.new_points = TextButton(
            "New points", "New points", "Draw other points of the same kind; the weights stay as they are",
            height=32, icon="reset",
        )  # fmt: skip
        self.export = TextButton(
            "Export…", "Export as CSV", "Write all points to a CSV file", height=32, icon="export"
        )
        self.standardize = CheckBox(
            "Standardise",
            "Standardise",
            "Shift and scale every feature to mean 0 and deviation 1 of the training part",
        )
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.points)
        body.addWidget(self.standardize)
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
        self.new_points.clicked.connect(self.new_points_wanted)
        self.export.clicked.connect(self.export_wanted)

    def set_values(self, *, n_samples: int, standardize: bool, is_generated: bool) -> None:
        """Show the settings; only generated data can have another number of points, or other points."""
        self.points.set_value(n_samples)
        self.points.setEnabled(is_generated)
        self.standardize.set_checked(standardize)

    def set_redrawable(self, redrawable: bool) -> None:
        """Say whether new points would differ from these."""
        self.new_points.setEnabled(redrawable)

    def set_compact(self, compact: bool) -> None:
        """Leave out the icons in small windows."""
        self.new_points.set_icon("" if compact else "reset")
        self.export.set_icon("" if compact else "export")

    def _on_toggled(self, on: bool) -> None:
        self._body.setVisible(on)

    def _on_points_edited(self, value: int) -> None:
        self.value_edited.emit("n_samples", value)

    def _on_standardize_toggled(self, checked: bool) -> None:
        self.value_edited.emit("standardize", checked)


def _count(value: float) -> str:
    return f"{value:,.0f}"

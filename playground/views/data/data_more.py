"""Rarely used settings of the data, folded behind a button."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of
from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit import TextButton
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.themed import Veil
from playground.views.settings.setting_group import SettingGroup


class Disclosure(TextButton):
    """A text button with an arrow that unfolds what is below."""

    def __init__(self, text: str, name: str, tip: str) -> None:
        super().__init__(text, name, tip, height=32, flat=True, checkable=True)

    def sizeHint(self) -> QSize:
        return QSize(24 + text_width(self.text(), font("button")) + 8, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.theme.ink if self.hovered else self.theme.ink2
        painter.save()
        painter.translate(8, self.height() / 2)
        painter.rotate(0 if self.isChecked() else -90)
        draw_icon(painter, "chevron-down", ink, QRectF(-8, -8, 16, 16))
        painter.restore()
        draw_text(painter, QRectF(22, 0, self.width() - 22, self.height()), self.text(), font("button"), ink)


class DataMore(Veil, QWidget):
    """Number of points, new points, standardisation and export; folded away at first."""

    value_edited = Signal(str, object)
    new_points_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, table: type[Experiment] = Experiment) -> None:
        super().__init__(parent)
        self.toggle = Disclosure(
            "More", "More settings of the data", "Number of points, standardisation, export"
        )
        self.new_points = TextButton(
            "New points", "New points", "Draw other points of the same kind; the weights stay the same",
            height=32,
        )  # fmt: skip
        self.export = TextButton("Export…", "Export as CSV", "Write all points to a CSV file", height=32)
        self._body = QWidget()
        self.settings = SettingGroup("more data", self._body, table)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(8)
        for block in self.settings.blocks.values():
            body.addWidget(block)
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
        self.settings.value_edited.connect(self.value_edited)
        self.new_points.clicked.connect(self.new_points_wanted)
        self.export.clicked.connect(self.export_wanted)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the settings, and whether new points would differ from these."""
        self.settings.set_experiment(experiment)
        self.new_points.setEnabled(settings_of(type(experiment))["redraws"].has_effect(experiment))

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take controls off the screen, settings by their names, and all of this if nothing is left."""
        shown = self.settings.set_hidden(keys)
        has_files = "data files" not in keys
        for button in (self.new_points, self.export):
            button.set_veiled(not has_files)
        self.set_veiled(not shown and not has_files)

    def _on_toggled(self, on: bool) -> None:
        self._body.setVisible(on)

"""The centre column: the network's header, its canvas, and the notices over it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.kit import IconButton, Label, Stepper, TextButton
from playground.views.kit.access.keyboard import make_home, order_tabs
from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.notice_bar import SMALLEST_HEIGHT, NoticeBar
from playground.views.kit.themed import Themed
from playground.views.network.insight_card import InsightCard
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.network.network_view_options import NetworkViewOptions
from playground.views.network.phase_bar import PhaseBar
from playground.views.network.structure_field import StructureField

MOST_LAYERS = 10
NARROW, SPACIOUS, ROOMY = 560, 640, 720
"""Widths from which the caption of the layers, the number of parameters, and the word Mistakes have room."""


class NetworkPanel(Themed, QWidget):
    """Title, structure, number of hidden layers; canvas below."""

    layer_count_edited = Signal(int)
    hidden_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.structure = StructureField()
        self._parameters = Label("", "body", "ink3")
        self.layers = Stepper(
            "Hidden layers", f"Number of hidden layers (0 to {MOST_LAYERS})", minimum=0, maximum=MOST_LAYERS
        )
        self.canvas = NetworkCanvas()
        self.notice = NoticeBar(self)
        self.card = InsightCard(self.canvas)
        self.phase_bar = PhaseBar()
        self.view_button = IconButton(
            "eye", "What the network shows", "Weights, gradients or updates; histograms", size=32
        )
        self.view_options = NetworkViewOptions(self.view_button)
        self.more_button = IconButton(
            "sliders", "Training settings",
            "Schedule, clipping, dropout, when to pause, and the sanity test", size=32,
        )  # fmt: skip
        self.mistakes_button = TextButton(
            "", "Mistakes",
            f"Make a common mistake on purpose, and see what it does ({shown_key('mistakes')})",
            icon="mistake", height=32,
        )  # fmt: skip
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(4)
        head.addWidget(Label("Network", "section_title"))
        head.addWidget(self.structure)
        head.addWidget(self._parameters)
        head.addSpacing(8)
        head.addStretch(1)
        self._layers_label = Label("Hidden layers", "body", "ink2")
        self._layers_label.setBuddy(self.layers)
        head.addWidget(self._layers_label)
        head.addSpacing(6)
        head.addWidget(self.layers)
        head.addSpacing(8)
        head.addWidget(self.view_button)
        head.addSpacing(2)
        head.addWidget(self.more_button)
        head.addSpacing(2)
        head.addWidget(self.mistakes_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        # A notice of one line fits over the legend; longer ones get more room here, not from the neurons.
        self._notice_room = QWidget()
        self._notice_room.hide()
        column.addWidget(self._notice_room)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.phase_bar)
        column.addLayout(foot)
        self.notice.changed.connect(self._make_room_for_notice)
        self.canvas.installEventFilter(self)
        make_home(self, self.canvas)
        self.layers.value_edited.connect(self.layer_count_edited)
        self.structure.hidden_edited.connect(self.hidden_edited)
        self.view_button.clicked.connect(self._on_view_clicked)
        self.canvas.presenting_changed.connect(self._order_tabs)

    def set_network(
        self,
        structure: tuple[int, ...],
        n_parameters: int,
        input_names: Sequence[str],
        output_names: Sequence[str],
        inputs: tuple[int, ...],
        picture: tuple[int, int] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        """Show another network: `structure` counts the inputs, `input_names` are those of all candidates."""
        self.structure.set_structure(structure)
        self._parameters.set_text(f"· {n_parameters:,} parameters")
        self.layers.set_value(len(structure) - 2)
        shown = (len(input_names) if picture is None else 1, *structure[1:])
        self.canvas.set_network(shown, input_names, output_names, inputs, picture, notes)
        self._order_tabs()

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take controls off the screen: those of layers, inputs, what links show, and mistakes."""
        for control in (self._layers_label, self.layers):
            control.set_veiled("layers" in keys)
        self.structure.set_locked("layers" in keys)
        self.view_button.set_veiled("links" in keys)
        self.mistakes_button.set_veiled("mistakes" in keys)
        self.canvas.set_hidden(keys)

    def _order_tabs(self) -> None:
        """Put new heads, and a canvas that was lent, into the tab order."""
        canvas = self.canvas
        heads: list[QWidget] = [canvas.inputs_button]
        for title, stepper in zip_longest(canvas.heads.titles, canvas.steppers):
            heads += [title] if stepper is None else [title, stepper.entry]
        buttons = (self.view_button, self.more_button, self.mistakes_button)
        order_tabs([self.layers.entry, *buttons, canvas, *heads])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the notice below the network, and hide what does not fit into a narrow panel."""
        super().resizeEvent(event)
        self._make_room_for_notice()
        width = event.size().width()
        self._layers_label.set_text("Hidden layers" if width >= NARROW else "Layers")
        self._parameters.setVisible(width >= SPACIOUS)
        self.mistakes_button.set_text("Mistakes" if width >= ROOMY else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self._place_notice()
        return False

    def _make_room_for_notice(self) -> None:
        is_away = self.notice.isHidden() or self.notice.is_floating
        extra = 0 if is_away else self.notice.height_at(self.width()) - SMALLEST_HEIGHT
        self._notice_room.setFixedHeight(extra)
        self._notice_room.setVisible(extra > 0)
        column = self.layout()
        if column is not None:
            column.activate()
        self._place_notice()

    def _place_notice(self) -> None:
        if self.notice.is_floating:
            return
        top = self.canvas.geometry().bottom() + 1 - SMALLEST_HEIGHT
        height = SMALLEST_HEIGHT + (0 if self._notice_room.isHidden() else self._notice_room.height())
        self.notice.setGeometry(0, top, self.width(), height)

    def _on_view_clicked(self) -> None:
        self.view_options.open_below()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.theme.bg))

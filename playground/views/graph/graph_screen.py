"""The Graph mode: source, graph and chain rule side by side, the steps below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.words import percent_text
from playground.views.graph.chain_panel import ChainPanel
from playground.views.graph.checking.check_panel import CheckPanel
from playground.views.graph.descent.descent_panel import DescentPanel
from playground.views.graph.exports.export_card import ExportCard
from playground.views.graph.functions.function_card import FunctionCard
from playground.views.graph.graph_legend import GraphLegend
from playground.views.graph.lens.lens_panel import COMPACT_WIDTH, WIDTH, LensPanel
from playground.views.graph.mistakes.mistake_card import MistakeCard
from playground.views.graph.panel_room import PanelRoom
from playground.views.graph.picture.graph_canvas import GraphCanvas
from playground.views.graph.practise.practise_panel import PractisePanel
from playground.views.graph.source_panel import SourcePanel
from playground.views.graph.step_bar import StepBar
from playground.views.graph.update.update_panel import UpdatePanel
from playground.views.kit import IconButton, Label
from playground.views.kit.find_field import FindField
from playground.views.kit.themed import Themed

LEFT, RIGHT = 280, 332
LEVEL_ABOVE = {"scalars": "neurons", "neurons": "layers"}
UPDATE_HEIGHT = 300
FINDER_TIP = "Find a node by its name, such as h1,2 (Ctrl+F); Enter goes to the next match"
COMPACT_LEFT, COMPACT_RIGHT, COMPACT_BELOW = 248, 288, 1320
TITLE, SHORT_TITLE, SHORT_BELOW = "Computation graph", "Graph", 1100
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class GraphScreen(Themed, QWidget):
    """Arranges the parts; the arrow keys step unless a control uses them.

    Signals
    -------
    functions_wanted
        The list of functions is to be shown.
    check_wanted
        The gradient check is to be opened, or closed.
    exports_wanted
        The ways to copy or save the graph are to be shown.
    """

    functions_wanted = Signal()
    check_wanted = Signal()
    exports_wanted = Signal()

    def __init__(
        self,
        examples: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.source = SourcePanel(examples)
        self.canvas = GraphCanvas()
        self.lens = LensPanel()
        self.lens.hide()
        self.chain = ChainPanel()
        self.practise = PractisePanel()
        self.practise.hide()
        self.steps = StepBar()
        self.update_panel = UpdatePanel()
        self.mistake = MistakeCard()
        self.check_panel = CheckPanel()
        self.descent_panel = DescentPanel()
        self.room = PanelRoom(self.update_panel, self.descent_panel, self.mistake, self.check_panel)
        self.legend = GraphLegend()
        self.finder = FindField("Find a node", FINDER_TIP)
        self._title = Label(TITLE, "section_title")
        self.hint = Label("", "caption", "ink3")
        self.functions_button = IconButton(
            "formula", "Functions", "All functions and operators, with their derivatives (Ctrl+I)", size=32
        )
        self.functions = FunctionCard(self.functions_button)
        self.export_button = IconButton(
            "export", "Copy or save", "Copy or save the graph, its formula, or code (Ctrl+Shift+E)", size=32
        )
        self.exports = ExportCard(self.export_button)
        self._zoom = Label("100 %", "body", "ink2")
        self._zoom.setMinimumWidth(48)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom_out = IconButton("minus", "Zoom out", "Smaller (−)", size=32)
        self.zoom_in = IconButton("plus", "Zoom in", "Larger (+)", size=32)
        self.fit_button = IconButton("fit", "Show all", "Show the whole graph (F)", size=32)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addSpacing(6)
        head.addWidget(self.hint)
        head.addStretch(1)
        head.addWidget(self.functions_button)
        head.addWidget(self.export_button)
        head.addWidget(self.finder)
        for widget in (self.zoom_out, self._zoom, self.zoom_in, self.fit_button):
            head.addWidget(widget)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(0)
        self.middle.addLayout(head)
        picture = QHBoxLayout()
        picture.setSpacing(0)
        picture.addWidget(self.canvas, 1)
        picture.addWidget(self.lens)
        self.middle.addLayout(picture, 1)
        self.middle.addWidget(self.legend)
        self.middle.addWidget(self.room)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.source)
        body.addLayout(self.middle, 1)
        body.addWidget(self.chain)
        body.addWidget(self.practise)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(self.steps)
        self.functions_button.clicked.connect(self.functions_wanted)
        self.chain.check_wanted.connect(self.check_wanted)
        self.export_button.clicked.connect(self.exports_wanted)
        self.zoom_in.clicked.connect(self._on_zoom_in)
        self.zoom_out.clicked.connect(self._on_zoom_out)
        self.fit_button.clicked.connect(self.canvas.fit)
        self.update_panel.setFixedHeight(UPDATE_HEIGHT)
        self.canvas.zoom_changed.connect(self._on_zoom_changed)
        self.canvas.offer.chosen.connect(self._on_offer_chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < COMPACT_BELOW
        self.source.setFixedWidth(COMPACT_LEFT if compact else LEFT)
        for column in (self.chain, self.practise):
            column.setFixedWidth(COMPACT_RIGHT if compact else RIGHT)
        self.lens.setFixedWidth(COMPACT_WIDTH if compact else WIDTH)
        self.hint.setVisible(not compact)
        self._title.set_text(TITLE if event.size().width() >= SHORT_BELOW else SHORT_TITLE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, find (Ctrl+F), list functions (Ctrl+I), export (Ctrl+Shift+E), check the gradients (G)."""
        buttons = {
            Qt.Key.Key_Left: self.steps.previous, Qt.Key.Key_Right: self.steps.following,
            Qt.Key.Key_Home: self.steps.first, Qt.Key.Key_End: self.steps.last,
        }  # fmt: skip
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_F and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.finder.selectAll()
        elif key == Qt.Key.Key_I and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.functions_button.click()
        elif key == Qt.Key.Key_G and not modifiers:
            self.check_wanted.emit()
        elif key == Qt.Key.Key_E and modifiers == CONTROL_SHIFT:
            self.export_button.click()
        elif key in buttons and not modifiers & ~Qt.KeyboardModifier.KeypadModifier:
            buttons[key].click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.theme.bg))

    def _on_zoom_in(self) -> None:
        self.canvas.zoom_by(1.25)

    def _on_zoom_out(self) -> None:
        self.canvas.zoom_by(0.8)

    def _on_zoom_changed(self, zoom: float) -> None:
        self._zoom.set_text(percent_text(zoom, 0))
        if self.canvas.is_empty:
            return
        if self.canvas.is_readable:
            self.canvas.offer.offer("", ())
            return
        offers = [("read", "Read at the output", "Too small to read: show the output at reading size")]
        above = LEVEL_ABOVE.get(self.source.level.value())
        if above is not None and self.source.level.isVisible():
            offers.append((above, f"Show {above}", f"Too small to read: draw the {above} instead"))
        self.canvas.offer.offer("", offers)

    def _on_offer_chosen(self, key: str) -> None:
        if key == "read":
            self.canvas.read()
        elif key in LEVEL_ABOVE.values():
            self.source.level.set_value(key)
            self.source.level_selected.emit(key)

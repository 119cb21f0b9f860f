"""The card that sets how much memory the moments of a run may take."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from playground.models.picture.timeline import Memory
from playground.models.run.log import LIMITS, MEGABYTE
from playground.style.words import number_text
from playground.views.kit import Label, SegmentedControl
from playground.views.kit.cards.popover import Popover

WIDTH, ABOVE = 320, 226
COST = (
    "With more, kept moments lie closer together and every epoch comes back sooner; the app takes as much"
    " more memory, and the file of the experiment more room. It counts from here on."
)


class MemoryCard(Popover):
    """Changes take effect at once.

    Signals
    -------
    limit_selected
        Bytes that the moments of the run may take.
    """

    limit_selected = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.limit = SegmentedControl(
            [(str(limit), f"{limit // MEGABYTE} MB") for limit in LIMITS], "Memory of the run",
            "How much memory the kept moments of this run may take",
        )  # fmt: skip
        self.limit.setFixedWidth(WIDTH)
        self.words = _paragraph("ink2")
        self.cost = _paragraph("ink3")
        self.cost.set_text(COST)
        self.column.addWidget(Label("Memory of this run", "section_title"))
        for widget in (self.words, self.limit, self.cost):
            self.column.addWidget(widget)
        self.limit.option_selected.connect(self._on_limit_selected)

    def set_memory(self, memory: Memory) -> None:
        """Show what a run takes."""
        taken, most = number_text(memory.n_bytes / MEGABYTE, 2), memory.most_bytes // MEGABYTE
        apart = number_text(1000.0 * memory.seconds_apart, 2)
        self.words.set_text(
            f"Its moments take {taken} of {most} MB: one for every {apart} ms of training, and one for every "
            "change. Epochs between them are trained again, to the last bit."
        )
        self.limit.set_value(str(memory.most_bytes))

    def ask(self) -> None:
        """Open above the strip."""
        self.open_below(QPoint(0, -ABOVE))

    def _on_limit_selected(self, limit: str) -> None:
        self.limit_selected.emit(int(limit))


def _paragraph(ink: str) -> Label:
    label = Label("", "caption", ink)
    label.setWordWrap(True)
    label.setFixedWidth(WIDTH)
    return label

"""The foot of a card that runs something: run or pause, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.views.kit import Label, PrimaryButton, ProgressBar, TextButton

WIDTH = 220


class RunRow(QWidget):
    """A button that runs, one that pauses in its place, the progress, and room for more at the right.

    Signals
    -------
    run_wanted
        Run, or pause and go on.
    """

    run_wanted = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run_button = PrimaryButton("play", "Run", f"Run {what} to the end (Space)", text="Run")
        self.pause_button = TextButton("Pause", "Pause", f"Pause {what} (Space)", icon="pause")
        self.progress = ProgressBar("Progress", "How far the run is")
        self.progress.setFixedWidth(WIDTH)
        self.state = Label("", "caption", "ink3")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        for widget in (self.run_button, self.pause_button, self.progress, self.state):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self.run_button.clicked.connect(self.run_wanted)
        self.pause_button.clicked.connect(self.run_wanted)

    def add(self, widget: QWidget, *, is_last: bool = False) -> None:
        """Put another widget behind the progress, or at the right end."""
        if is_last:
            self._row.addWidget(widget)
        else:
            self._row.insertWidget(self._row.count() - 1, widget)

    def set_running(self, running: bool, epoch: int, epochs: int, counts: str = "Epoch") -> None:
        """Show how far it is; not running with an epoch above 0 is a pause, or the end.

        Parameters
        ----------
        counts
            What is counted; empty for nothing.
        """
        self.run_button.setVisible(not running)
        self.pause_button.setVisible(running)
        self.progress.setVisible(running or 0 < epoch < epochs)
        self.progress.setValue(round(100 * epoch / max(epochs, 1)))
        is_told = counts and (running or epoch)
        self.state.set_text(f"{counts} {epoch:,} of {epochs:,}" if is_told else "")

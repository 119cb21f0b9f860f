"""The test "Overfit one batch": a live curve, and a verdict with its reason."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.diagnosis.overfit import MOST_UPDATES, OverfitResult
from playground.models.run.network import Network
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import number_text
from playground.views.diagnosis.overfit_curve import OverfitCurve
from playground.views.diagnosis.overfit_verdict import OverfitVerdict
from playground.views.kit import Label, TextButton
from playground.workers.overfit import OverfitThread

TITLE = "Overfit one batch"
SENTENCE = (
    "A network that works can learn a few points by heart: a fresh one of this shape is trained on one batch "
    "alone, and the network on screen stays as it is."
)
WIDTH = 560


class OverfitDialog(QDialog):
    """Begins at once; Cancel and Escape give up, and are Close when there is a verdict.

    Parameters
    ----------
    experiment, split, output
        Of the run on screen, see `Network`.

    Signals
    -------
    judged
        An `OverfitResult`.
    crashed
        The traceback of an error that nobody foresaw.
    """

    judged = Signal(object)
    crashed = Signal(str)

    def __init__(
        self,
        network: Network,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.result_shown: OverfitResult | None = None
        self.curve = OverfitCurve(has_classes=network.dataset.task == "classification")
        self.verdict = OverfitVerdict()
        self.verdict.set_progress("Running", "The network is being made.")
        self.close_button = TextButton("Cancel", "Cancel", "Give up the test (Escape)", height=40)
        self._build()
        apply_to_tree(self, theme)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setFocus()
        self._thread = OverfitThread(network)
        self._thread.progressed.connect(self._on_thread_progressed)
        self._thread.judged.connect(self._on_thread_judged)
        self._thread.crashed.connect(self._on_thread_crashed)
        self._thread.start()

    def _build(self) -> None:
        sentence = Label(SENTENCE, "body", "ink2")
        sentence.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(TITLE, "section_title"))
        column.addWidget(sentence)
        column.addWidget(self.curve, 1)
        column.addWidget(self.verdict)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    def done(self, result: int) -> None:
        """End the thread before the dialog goes."""
        self._thread.close()
        super().done(result)

    @Slot(int, float)
    def _on_thread_progressed(self, update: int, loss: float) -> None:
        self.curve.add_point(update, loss)
        self.verdict.set_progress(
            "Running", f"Update {update:,} of at most {MOST_UPDATES:,}, loss {number_text(loss, 3)}."
        )

    @Slot(object)
    def _on_thread_judged(self, result: OverfitResult) -> None:
        self.result_shown = result
        self.curve.set_losses(result.losses)
        self.verdict.set_result(result)
        self._offer_close("Close the test (Escape)")
        self.judged.emit(result)

    @Slot(str)
    def _on_thread_crashed(self, text: str) -> None:
        self.verdict.set_progress("Broken off", "The test could not go on because of an unexpected error.")
        self._offer_close("Close the test (Escape)")
        self.crashed.emit(text)

    def _offer_close(self, tip: str) -> None:
        self.close_button.set_text("Close")
        self.close_button.describe("Close", tip)

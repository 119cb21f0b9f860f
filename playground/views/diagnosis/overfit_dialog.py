"""The test "Overfit one batch": a live curve, and a verdict with its reason."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.diagnosis.overfit import MOST_UPDATES, OverfitProgress, OverfitResult
from playground.style.theme import Theme, apply_to_tree
from playground.style.words import number_text
from playground.views.diagnosis.overfit_curve import OverfitCurve
from playground.views.diagnosis.overfit_verdict import OverfitVerdict
from playground.views.kit import Label, TextButton
from playground.views.kit.open_dialog import Dialog

TITLE = "Overfit one batch"
SENTENCE = (
    "A working network can memorise a few points. A fresh one of this shape is trained on one batch "
    "only; the network on screen stays as it is."
)
WIDTH = 560


class OverfitDialog(Dialog):
    """Cancel and Escape stop the test; after the verdict they close the dialog.

    Parameters
    ----------
    has_classes
        Of the data.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, has_classes: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.result_shown: OverfitResult | None = None
        self.curve = OverfitCurve(has_classes=has_classes)
        self.verdict = OverfitVerdict()
        self.verdict.set_progress("Running", "Building the network.")
        self.close_button = TextButton("Cancel", "Cancel", "Stop the test (Escape)")
        self._build()
        apply_to_tree(self, theme)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setFocus()

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

    @Slot(object)
    def set_progress(self, progress: OverfitProgress) -> None:
        """Show the progress of the test."""
        self.curve.add_point(progress.update, progress.loss)
        self.verdict.set_progress(
            "Running",
            f"Update {progress.update:,} of at most {MOST_UPDATES:,}, loss {number_text(progress.loss, 3)}.",
        )

    @Slot(object)
    def set_result(self, result: OverfitResult) -> None:
        """Show the result."""
        self.result_shown = result
        self.curve.set_losses(result.losses)
        self.verdict.set_result(result)
        self._offer_close("Close the test (Escape)")

    @Slot(str)
    def set_broken(self, why: str) -> None:
        """Say why the test cannot continue."""
        self.verdict.set_progress("Interrupted", why)
        self._offer_close("Close the test (Escape)")

    def _offer_close(self, tip: str) -> None:
        self.close_button.set_text("Close")
        self.close_button.describe("Close", tip)

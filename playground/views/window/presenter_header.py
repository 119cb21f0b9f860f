"""The presenter mode's header: what is shown, how far it is, and the transport."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit import IconButton, Label, Panel, PrimaryButton
from playground.views.kit.plain_text import set_tip

HEIGHT = 72
MOST_LETTERS = 26
TITLE_SIZE, EPOCH_SIZE, TEXT_SIZE = 24, 28, 20


class PresenterHeader(Panel):
    """Name, structure and activation; epoch and score; play, step, close."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(1)
        self._title = large_label("section_title", TITLE_SIZE, "ink")
        self._network = large_label("body", TEXT_SIZE, "ink2")
        self._epoch = large_label("section_title", EPOCH_SIZE, "ink")
        self._score = large_label("body", TEXT_SIZE, "ink2")
        self._network.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.play_button = PrimaryButton("play", "Play", "Train (Space)")
        self.play_button.setFixedSize(QSize(64, 48))
        self.step_button = IconButton("step", "Step", "Train one epoch, then pause (S)", size=48)
        self.close_button = IconButton(
            "close", "Leave the presenter mode", "Back to the Train screen (Escape)", size=48, flat=True
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 1)
        row.setSpacing(0)
        row.addWidget(self._title)
        row.addSpacing(16)
        row.addWidget(self._network, 1)
        row.addSpacing(16)
        row.addWidget(self._epoch)
        row.addSpacing(24)
        row.addWidget(self._score)
        row.addSpacing(28)
        for button in (self.play_button, self.step_button, self.close_button):
            row.addWidget(button)
            row.addSpacing(16 if button is not self.close_button else 0)

    def set_title(self, title: str) -> None:
        """Show the experiment's name, shortened if it would push everything else aside."""
        is_long = len(title) > MOST_LETTERS
        self._title.set_text(f"{title[: MOST_LETTERS - 1].rstrip()}…" if is_long else title)
        set_tip(self._title, title)

    def set_network(self, structure: tuple[int, ...], activation: str) -> None:
        """Show the layer sizes and the activation function."""
        self._network.set_text(f"{' → '.join(map(str, structure))}, {activation}")
        set_tip(self._network, self._network.text())

    def set_progress(self, epoch: int, score: str) -> None:
        """Show the epoch and how good the network is."""
        self._epoch.set_text(f"Epoch {epoch:,}")
        self._score.set_text(score)

    def set_playing(self, playing: bool) -> None:
        """Show whether training runs."""
        self.play_button.set_icon("pause" if playing else "play")
        self.play_button.describe(*(("Pause", "Pause (Space)") if playing else ("Play", "Train (Space)")))


def large_label(role: str, size: int, ink: str) -> Label:
    """Return an empty label whose letters are so many pixels high."""
    label = Label("", role, ink)
    large = QFont(font(role))
    large.setPixelSize(size)
    label.setFont(large)
    return label

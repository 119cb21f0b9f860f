"""A guess by pointing at a layer, a neuron or a sample."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.point_question import PointQuestion
from playground.views.lessons.answers.answer_field import AnswerField, Ground
from playground.views.lessons.pointing.network_pad import NetworkPad
from playground.views.lessons.pointing.point_pad import PointPad
from playground.views.lessons.pointing.samples_pad import SamplesPad


class PointAnswer(AnswerField):
    """A network or a plane of samples, whichever the question is about.

    Attributes
    ----------
    pad
        The one on screen.
    """

    prompt = "Point at it, then run."

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network, self._samples = NetworkPad(), SamplesPad()
        self.pad: PointPad = self._network
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for pad in (self._network, self._samples):
            column.addWidget(pad)
            pad.picked.connect(self._on_picked)

    @property
    def is_wide(self) -> bool:
        return True

    def set_question(self, question: Question, ground: Ground) -> None:
        assert isinstance(question, PointQuestion)
        self.pad = self._samples if question.kind == "sample" else self._network
        self._network.setVisible(self.pad is self._network)
        self._samples.setVisible(self.pad is self._samples)
        if question.kind == "sample":
            self._samples.set_samples(None)
            self.set_ground(ground)
        else:
            self._network.set_network(question.kind, question.hidden)

    def set_ground(self, ground: Ground) -> None:
        if self.pad is self._samples and ground.samples is not None:
            self._samples.set_samples(ground.samples)

    def set_guess(self, guess: Guess | None) -> None:
        self.pad.set_chosen(guess if isinstance(guess, str) else None)

    def set_open(self, is_open: bool) -> None:
        self.pad.setEnabled(is_open)

    def _on_picked(self, key: str) -> None:
        self.guessed.emit(key)

"""An experiment to begin with: its settings, what it shows, and how it looks once it is trained."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from playground.models.experiment.experiment import Experiment
from playground.models.lessons.language import Expression
from playground.style.words import count_text, score_text


@dataclass(frozen=True)
class Trained:
    """What came of training an example.

    Attributes
    ----------
    mark
        That of the settings it was trained with.
    structure
        Neurons of each layer, the inputs first.
    score
        Accuracy on test data, or R² where a number is predicted.
    """

    mark: str
    structure: tuple[int, ...]
    score: float


@dataclass(frozen=True)
class Example:
    """An experiment to begin with.

    Attributes
    ----------
    key
        Name of its file without the ending.
    sentence
        What one sees in it.
    groups
        What it is about, the main thing first.
    tags
        More words to find it by.
    epochs
        How far it is trained: there the run pauses.
    promise
        A condition that holds of the trained network.
    mark
        Changes with its settings: a picture of other settings is no longer its own.
    trained
        None if nobody has trained it since its settings were changed.
    """

    key: str
    title: str
    sentence: str
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    epochs: int
    experiment: Experiment
    promise: Expression
    mark: str
    trained: Trained | None = None

    @property
    def figures(self) -> tuple[str, ...]:
        """Lines about it: structure and score if it was trained, and its epochs."""
        epochs = f"{count_text(self.epochs)} epochs"
        if self.trained is None:
            return (epochs,)
        is_share = self.experiment.task == "classification"
        score = score_text(self.trained.score, is_share=is_share)
        return (_layers(self.trained.structure), f"{'' if is_share else 'R² '}{score} on test data", epochs)

    def has(self, words: str) -> bool:
        """Whether every one of some words, or its beginning, is somewhere in its texts."""
        texts = " ".join((self.title, self.sentence, *self.groups, *self.tags)).casefold()
        return all(word in texts for word in words.casefold().split())


def _layers(structure: tuple[int, ...]) -> str:
    """Return ``2 → 4 → 2``, and for many hidden layers of one size ``2 → 10 × 8 → 2``."""
    runs = [(size, len([*same])) for size, same in groupby(structure[1:-1])]
    hidden = (f"{count} × {size}" if count > 2 else " → ".join([str(size)] * count) for size, count in runs)
    return " → ".join((str(structure[0]), *hidden, str(structure[-1])))

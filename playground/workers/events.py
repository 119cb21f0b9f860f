"""The events of the training worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.models.compare.comparison import Figures
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.picture.frame import Frame, Pixels
from playground.models.run.history import Curves
from playground.models.run.run import Run
from playground.models.run.run_file import Label, SavedWork


@dataclass(frozen=True)
class NetworkChanged:
    """A new network is in training, or the same one from the start; `revision` is that of the command.

    `begins_at` is the epoch where another run than before stands; None where the run goes on.
    """

    network: Network
    revision: int
    begins_at: int | None = None


@dataclass(frozen=True)
class Blocked:
    """The experiment cannot be trained as it stands."""

    problem: Problem


@dataclass(frozen=True)
class FramePainted:
    """The requested frame."""

    frame: Frame


@dataclass(frozen=True)
class WeightsMoved:
    """Something other than training has changed the weights, or a single step was made: a frame is due."""


@dataclass(frozen=True)
class UpdateApplied:
    """An update was made by hand; the run before it is kept under `mark`."""

    mark: int
    revision: int


@dataclass(frozen=True)
class Branched:
    """Training continues from another moment, and the run from before is kept."""

    epoch: int
    revision: int


@dataclass(frozen=True, eq=False)
class Previewed:
    """The boundary and the results of the epoch under the pointer."""

    epoch: int
    pixels: Pixels
    train_loss: float
    test_loss: float | None
    test_score: float | None
    is_share: bool


@dataclass(frozen=True)
class Paused:
    """Training has paused by itself, with the reason."""

    notice: Notice
    revision: int


@dataclass(frozen=True)
class Said:
    """A message about the result of a command."""

    notice: Notice
    revision: int


@dataclass(frozen=True)
class SettingsRefused:
    """The settings cannot be trained: the previous ones stay in force."""

    experiment: Experiment
    reason: str


@dataclass(frozen=True, eq=False)
class Opened:
    """A file has replaced the current experiment; its network or its problem follows.

    Attributes
    ----------
    path
        None where it is no file of the person's.
    step, seconds
        Updates, and time of training, that the run has behind it.
    is_autosave, is_unsaved
        Whether nobody saved it, and whether its own file lacks something.
    """

    path: Path | None
    experiment: Experiment
    document: int
    kept: tuple[KeptAgain, ...] = ()
    notes: str = ""
    cursor: int | None = None
    step: int = 0
    seconds: float = 0.0
    is_autosave: bool = False
    is_unsaved: bool = False


@dataclass(frozen=True, eq=False)
class WorkTaken:
    """All that a file is to hold, as it was at one moment."""

    work: SavedWork


@dataclass(frozen=True)
class Saved:
    """A file was written, with the run as it stood after so many updates, and so long a training."""

    path: Path
    step: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class FileRefused:
    """A file could not be read or written; nothing has changed."""

    text: str


@dataclass(frozen=True)
class Crashed:
    """The traceback of an unexpected error. Training is paused, everything else continues."""

    text: str


@dataclass(frozen=True, eq=False)
class RunKept:
    """The run was kept: its data for comparison.

    Attributes
    ----------
    name
        Of one that is to train beside the live run; else it gets one by its settings.
    """

    key: int
    experiment: Experiment
    curves: Curves
    last_epoch: int
    n_parameters: int
    name: str = ""


@dataclass(frozen=True, eq=False)
class KeptAgain:
    """A kept run from a file, and its name there."""

    run: RunKept
    label: Label


@dataclass(frozen=True, eq=False)
class RunLent:
    """A copy of a kept run, to be trained elsewhere."""

    key: int
    run: Run


@dataclass(frozen=True, eq=False)
class MomentsLent:
    """Kept epochs of the run with their parameters, the newest moment last."""

    moments: tuple[tuple[int, NDArray[np.float64]], ...]


@dataclass(frozen=True, eq=False)
class RunPainted:
    """The boundary of a run at an epoch, with its samples in fractions of the picture and its results there.

    `has_own_plane` says that its data do not fit the plane that the others share.
    """

    key: int
    figures: Figures
    pixels: Pixels
    places: NDArray[np.float64]
    y: NDArray[np.generic]
    has_own_plane: bool = False

    @property
    def epoch(self) -> int:
        """The epoch painted."""
        return self.figures.epoch


Event = (
    NetworkChanged | Blocked | FramePainted | WeightsMoved | UpdateApplied | Branched | Previewed | RunKept
    | RunLent | MomentsLent | RunPainted | Paused | Said | SettingsRefused | Opened | Saved | WorkTaken
    | FileRefused | Crashed
)  # fmt: skip

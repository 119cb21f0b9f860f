"""What the training worker tells: every event is one of these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.experiment.problem import Problem
from playground.models.picture.frame import Frame, Pixels
from playground.models.run.history import Curves
from playground.models.run.network import Network
from playground.models.run.run import Run
from playground.models.run.run_file import Label, SavedWork


@dataclass(frozen=True)
class NetworkChanged:
    """Another network is trained, or the same one from the start; `revision` is that of the command."""

    network: Network
    revision: int


@dataclass(frozen=True)
class Blocked:
    """The experiment cannot be trained as it stands."""

    problem: Problem
    revision: int


@dataclass(frozen=True)
class FramePainted:
    """The picture that was asked for."""

    frame: Frame


@dataclass(frozen=True)
class WeightsMoved:
    """Something else than training has moved the weights, or a single step is made: a picture is due."""


@dataclass(frozen=True)
class UpdateApplied:
    """An update was made by hand; `mark` is where the run before it is kept."""

    mark: int
    revision: int


@dataclass(frozen=True)
class Branched:
    """Training goes on from another moment, and the run from before is kept."""

    epoch: int
    revision: int


@dataclass(frozen=True, eq=False)
class Previewed:
    """The boundary and the figures of an epoch that the pointer rests on."""

    epoch: int
    pixels: Pixels
    train_loss: float
    test_loss: float | None
    test_score: float | None
    is_share: bool


@dataclass(frozen=True)
class Paused:
    """Training has paused by itself, and says why."""

    notice: Notice
    revision: int


@dataclass(frozen=True)
class Said:
    """A sentence about what came of the command of a revision."""

    notice: Notice
    revision: int


@dataclass(frozen=True)
class SettingsRefused:
    """Settings make no run: those from before are still in force."""

    experiment: Experiment
    reason: str


@dataclass(frozen=True, eq=False)
class Opened:
    """A file has taken the place of what was on screen; its network or its problem follows.

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
    """An error that nobody foresaw, as a traceback. Training is paused, everything else goes on."""

    text: str


@dataclass(frozen=True, eq=False)
class RunKept:
    """The run was kept as it is: what is told of it beside others."""

    key: int
    experiment: Experiment
    curves: Curves
    last_epoch: int
    n_parameters: int


@dataclass(frozen=True, eq=False)
class KeptAgain:
    """A kept run of a file, and what it is called there."""

    run: RunKept
    label: Label


@dataclass(frozen=True, eq=False)
class RunLent:
    """A copy of a kept run, to be trained on elsewhere."""

    key: int
    run: Run


@dataclass(frozen=True, eq=False)
class RunPainted:
    """The boundary of a run at an epoch, with its samples in shares of the picture."""

    key: int
    epoch: int
    pixels: Pixels
    places: NDArray[np.float64]
    y: NDArray[np.generic]


Event = (
    NetworkChanged | Blocked | FramePainted | WeightsMoved | UpdateApplied | Branched | Previewed | RunKept
    | RunLent | RunPainted | Paused | Said | SettingsRefused | Opened | Saved | WorkTaken | FileRefused
    | Crashed
)  # fmt: skip

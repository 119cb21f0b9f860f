"""Converts between training and file content. Free of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playground.models.experiment.problem import NotTrainableError, Problem
from playground.models.run.run import Run
from playground.models.run.run_file import Cover, KeptRun, Label, SavedWork, read_work
from playground.models.run.session import Session
from playground.workers.events import KeptAgain, RunKept


@dataclass(frozen=True)
class Opening:
    """A file that is to be opened.

    Attributes
    ----------
    epoch
        What to look at; None for what was looked at when it was saved.
    is_autosave
        Whether the program wrote it by itself: it belongs to another file, or to none.
    """

    path: Path
    epoch: int | None = None
    is_autosave: bool = False


@dataclass(frozen=True, eq=False)
class OpenedWork:
    """The content of a file, ready to continue.

    Attributes
    ----------
    session
        None only if nothing can be trained and nothing ever was; `problem` then says why.
    kept
        Kept runs by key.
    """

    work: SavedWork
    session: Session | None
    problem: Problem | None
    kept: dict[int, Run]

    @property
    def kept_again(self) -> tuple[KeptAgain, ...]:
        """The kept runs, as events for the window."""
        return tuple(
            KeptAgain(
                told_of(kept.run),
                Label(kept.run.key, kept.number, kept.name, kept.is_pinned, kept.is_shown),
            )
            for kept in self.work.kept
        )


def open_work(opening: Opening) -> OpenedWork:
    """Read a file and return to the moment where it was saved.

    Raises
    ------
    OSError, ValueError
        It cannot be read, or is no experiment; the sentence names it.
    """
    work = read_work(opening.path)
    kept = {one.run.key: one.run for one in work.kept}
    if work.run is not None:
        session = Session.of_run(work.run, work.left)
        session.look_at(work.cursor if opening.epoch is None else opening.epoch)
        return OpenedWork(work, session, None, kept)
    try:
        session = Session(work.experiment)
    except NotTrainableError as error:
        # A run from before the settings became untrainable continues once they are trainable again.
        before = Session.of_run(work.left[0], work.left[1:]) if work.left else None
        return OpenedWork(work, before, error.problem, kept)
    session.left = list(work.left)
    return OpenedWork(work, session, None, kept)


def work_to_save(
    cover: Cover, session: Session | None, kept: Mapping[int, Run], *, is_blocked: bool
) -> SavedWork:
    """Return all that a file is to hold, as it is now: training may go on while it is written.

    Parameters
    ----------
    is_blocked
        Whether the settings of now make no run: the last one is kept as one that was left.
    """
    run: Run | None = None
    left: tuple[Run, ...] = ()
    if session is not None:
        run, left = now, others = session.as_it_is()
        if is_blocked:
            run, left = None, (now, *others)
    cursor = None if session is None or run is None else session.cursor
    labels = sorted((label for label in cover.labels if label.key in kept), key=lambda one: one.number)
    return SavedWork(
        cover.experiment if run is None else run.network.wanted,
        run,
        left,
        tuple(
            KeptRun(kept[label.key], label.number, label.name, label.is_pinned, label.is_shown)
            for label in labels
        ),
        cursor,
        cover.notes,
        cover.path,
        cover.is_unsaved,
    )


def told_of(run: Run) -> RunKept:
    """Return a kept run as an event for the window."""
    network = run.network
    return RunKept(run.key, network.wanted, run.curves(), run.end.epoch, network.n_parameters)

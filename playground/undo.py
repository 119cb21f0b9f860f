"""Undo commands: changed settings, weights set by hand, and other changes to the run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtGui import QUndoCommand

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of
from playground.models.network.parameter_map import OUTPUT, PARAMETER_WORDS, ParameterKey

# Changes of one setting that follow each other faster are one drag of a slider, or one turn of a wheel.
DRAG_SECONDS = 0.8
_COMMAND_ID, _PARAMETER_COMMAND_ID, _NOTES_COMMAND_ID = 1, 2, 3


class PlainCommand(QUndoCommand):
    """A command of two calls, one to do it and one to undo it; the run is not affected."""

    def __init__(self, text: str, do: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__(text)
        self._do, self._undo = do, undo

    def redo(self) -> None:
        self._do()

    def undo(self) -> None:
        self._undo()


class NotesCommand(QUndoCommand):
    """Writes other notes; what follows in the same piece of writing belongs to it."""

    def __init__(self, put: Callable[[str], None], before: str, after: str, piece: int) -> None:
        super().__init__("notes")
        self._put, self._before, self._after, self._piece = put, before, after, piece

    def id(self) -> int:
        """Let the stack ask `mergeWith`."""
        return _NOTES_COMMAND_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, NotesCommand) or other._piece != self._piece:
            return False
        self._after = other._after
        self.setObsolete(self._after == self._before)
        return True

    def redo(self) -> None:
        self._put(self._after)

    def undo(self) -> None:
        self._put(self._before)


class FormulaCommand(QUndoCommand):
    """A change of the formulas in the Graph mode, which no file holds; it is made already.

    Parameters
    ----------
    swap
        Goes back to a state and returns the one that was there, so that nothing typed since is lost.
    before
        The state before.
    """

    def __init__(self, text: str, swap: Callable[[object], object], before: object) -> None:
        super().__init__(text)
        self._swap, self._other = swap, before
        self._is_new = True

    def redo(self) -> None:
        if self._is_new:
            self._is_new = False
        else:
            self._other = self._swap(self._other)

    def undo(self) -> None:
        self._other = self._swap(self._other)


class RunCommand(QUndoCommand):
    """A change to the run; undo restores the exact moment before it.

    Parameters
    ----------
    do
        Does it for the first time; None where it is done already.
    swap
        Leads back to the run from before, and again to the one from after.
    """

    def __init__(self, text: str, do: Callable[[], None] | None, swap: Callable[[bool], None]) -> None:
        super().__init__(text)
        self._do, self._swap = do, swap
        self._is_new = True

    def redo(self) -> None:
        """Do it, or restore the run as it was when this was undone."""
        if not self._is_new:
            self._swap(True)
        elif self._do is not None:
            self._do()
        self._is_new = False

    def undo(self) -> None:
        self._swap(False)


class ExperimentCommand(RunCommand):
    """Replaces an experiment by another.

    Parameters
    ----------
    apply
        Makes an experiment the current one for the first time; what is left for it is kept at `mark`.
    swap
        Leads to one of the two, and to the run that is kept at `mark`.
    before, after
        The experiments.
    mark
        Numbers the run from before.
    merge
        Commands in a row that say the same here become one; without a word, those that change the same
        settings in quick succession do.
    """

    def __init__(
        self,
        apply: Callable[[int, Experiment], None],
        swap: Callable[[int, Experiment], None],
        before: Experiment,
        after: Experiment,
        mark: int = 0,
        merge: str = "",
    ) -> None:
        self._before, self._after = before, after
        self._changed = changed_settings(before, after)
        self._merge, self._made_at = merge, time.monotonic()
        self._mark = mark

        def put(forward: bool) -> None:
            swap(self._mark, self._after if forward else self._before)

        super().__init__(describe_change(self._changed, type(after)), lambda: apply(self._mark, after), put)

    def follow(self, last: QUndoCommand | None) -> None:
        """Share the mark of the command that will take this one in: the run from before is one for both."""
        if isinstance(last, ExperimentCommand) and last._belongs_to(self):
            self._mark = last._mark

    def id(self) -> int:
        """Let the stack ask `mergeWith`."""
        return _COMMAND_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ExperimentCommand) or not self._belongs_to(other):
            return False
        self._after, self._made_at = other._after, other._made_at
        if self._after == self._before:
            # A drag that ends where it began has moved nothing: the run is as it was, too.
            self.setObsolete(True)
            self.undo()
        return True

    def leads_to(self, experiment: Experiment) -> bool:
        """Whether it makes that experiment the current one."""
        return self._after == experiment

    def _belongs_to(self, other: ExperimentCommand) -> bool:
        if self._merge or other._merge:
            return self._merge == other._merge
        is_quick = other._made_at - self._made_at < DRAG_SECONDS
        settings = settings_of(type(self._after))
        return (
            is_quick
            and self._changed == other._changed
            and all(settings[name].is_dragged for name in self._changed)
        )


class ParameterCommand(RunCommand):
    """Sets weights and biases by hand; edits of the same ones in quick succession are one.

    Parameters
    ----------
    set_parameters
        Puts values in their places; takes the words for it, too.
    swap
        Leads back to the run from before, and again to the one from after.
    after
        The values of the parameters that are set.
    """

    def __init__(
        self,
        set_parameters: Callable[[Mapping[ParameterKey, float], str], None],
        swap: Callable[[bool], None],
        after: Mapping[ParameterKey, float],
    ) -> None:
        self._keys = tuple(after)
        self._made_at = time.monotonic()
        layer, neuron, source = self._keys[0]
        where = "the output layer" if layer == OUTPUT else f"hidden {layer}"
        what = PARAMETER_WORDS.get(source, "weight")
        text = f"{what} of neuron {neuron + 1} in {where}"
        super().__init__(text, lambda: set_parameters(after, text), swap)

    def id(self) -> int:
        """Let the stack ask `mergeWith`."""
        return _PARAMETER_COMMAND_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ParameterCommand) or set(other._keys) != set(self._keys):
            return False
        if other._made_at - self._made_at >= DRAG_SECONDS:
            return False
        self._made_at = other._made_at
        return True


def changed_settings(before: Experiment, after: Experiment) -> tuple[str, ...]:
    """Return the names of the settings in which two experiments differ."""
    return tuple(name for name in settings_of(type(after)) if getattr(before, name) != getattr(after, name))


def describe_change(changed: tuple[str, ...], table: type[Experiment] = Experiment) -> str:
    """Return the words that follow Undo and Redo, e.g. ``noise``."""
    named = sorted(changed, key=lambda name: name not in ("source", "dataset"))
    return settings_of(table)[named[0]].words if named else ""

"""The table of all keys of the window: shortcuts, menu and the list of keys are made from it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence


@dataclass(frozen=True)
class Shortcut:
    """A key and what it does.

    Attributes
    ----------
    action
        Name of what the window does; empty where a control answers the key itself, once it has the focus.
    keys
        All do the same; the first is the one to show. Portable names, such as ``Ctrl+S``.
    repeats
        Whether the action comes again while the key is held down.
    """

    group: str
    action: str
    keys: tuple[str, ...]
    text: str
    repeats: bool = False


SHORTCUTS = (
    Shortcut("Training", "play", ("Space",), "Train or pause"),
    Shortcut("Training", "step", ("S",), "Train one epoch, then pause", repeats=True),
    Shortcut("Training", "next_phase", ("Shift+S",), "Slow motion: hold, then go on phase by phase"),
    Shortcut("Training", "reset", ("R",), "Rewind: epoch 0, the same first weights"),
    Shortcut("Training", "new_weights", ("N",), "New weights: epoch 0, other first weights"),
    Shortcut("Training", "keep", ("Ctrl+K",), "Keep this run, to compare others with it"),
    Shortcut("Training", "mistakes", ("Ctrl+M",), "Common mistakes, to make on purpose"),
    Shortcut("Training", "go_live", ("L",), "Back to the newest moment"),
    Shortcut("Training", "branch", ("B",), "Go on from the past moment on screen"),
    Shortcut("Data", "draw", ("D",), "Draw points, or stop drawing"),
    Shortcut("Data", "", ("1", "9", "0"), "While drawing: the class to paint"),
    Shortcut("Data", "", ("E", "M"), "While drawing: erase, move points"),
    Shortcut("Data", "", ("[", "]"), "While drawing: a smaller or larger brush"),
    Shortcut("Experiment", "new", ("Ctrl+N",), "New experiment"),
    Shortcut("Experiment", "open", ("Ctrl+O",), "Open an experiment"),
    Shortcut("Experiment", "examples", ("Ctrl+E",), "Examples: experiments to begin with"),
    Shortcut("Experiment", "save", ("Ctrl+S",), "Save"),
    Shortcut("Experiment", "save_as", ("Ctrl+Shift+S",), "Save as another file"),
    Shortcut("Experiment", "notes", ("Ctrl+Shift+N",), "Notes: read, write, close"),
    Shortcut("Experiment", "rename", ("F2",), "Change the name"),
    Shortcut("Experiment", "undo", ("Ctrl+Z",), "Undo", repeats=True),
    Shortcut("Experiment", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Redo", repeats=True),
    Shortcut("Window", "zoom_in", ("Ctrl++", "Ctrl+="), "Everything larger", repeats=True),
    Shortcut("Window", "zoom_out", ("Ctrl+-",), "Everything smaller", repeats=True),
    Shortcut("Window", "zoom_reset", ("Ctrl+0",), "Actual size"),
    Shortcut("Window", "train_mode", ("Ctrl+1",), "Train: design and training"),
    Shortcut("Window", "graph_mode", ("Ctrl+2",), "Graph: the computation, step by step"),
    Shortcut("Window", "compare_mode", ("Ctrl+3",), "Compare: kept runs side by side"),
    Shortcut("Window", "lessons_mode", ("Ctrl+5",), "Lessons: predict, run, see why"),
    Shortcut("Window", "presenter", ("F11",), "Presenter mode on or off"),
    Shortcut("Window", "hide", ("Ctrl+Shift+H",), "Hide the picked controls, or show all"),
    Shortcut("Window", "close", ("Ctrl+Q", "Ctrl+W"), "Close"),
    Shortcut("Window", "shortcuts", ("?",), "This list"),
    Shortcut("Window", "terms", ("F1",), "What the words on a control mean, or all terms"),
    Shortcut("Window", "", ("Tab",), "Next control"),
    Shortcut("Window", "leave_presenter", ("Esc",), "Leave a field, a list or the presenter mode"),
    Shortcut("Boundary plot and loss chart", "", ("+", "-"), "Zoom in or out"),
    Shortcut("Boundary plot and loss chart", "", ("Left", "Right", "Up", "Down"), "Move the view"),
    Shortcut("Boundary plot and loss chart", "", ("Home",), "Show all points, or all epochs"),
    Shortcut("Boundary plot and loss chart", "", (",", "."), "Inspect the point before or after"),
    Shortcut("History of the run", "", ("Left", "Right"), "One epoch back or forward, ten with Shift"),
    Shortcut("History of the run", "", ("PgUp", "PgDown"), "To the change before or after"),
    Shortcut("History of the run", "", ("Home", "End"), "To the first weights, or the newest moment"),
    Shortcut("History of the run", "", ("[", "]"), "Play backward or forward; Space pauses"),
    Shortcut("Network", "", ("Left", "Right", "Up", "Down"), "From neuron to neuron"),
    Shortcut("Network", "", ("Shift+Up", "Shift+Down"), "Through the weights into a neuron"),
    Shortcut("Network", "", ("Return",), "Inspect a neuron or weight; switch an input"),
    Shortcut("Network", "", ("G",), "Open a neuron in the Graph mode"),
    Shortcut("Lessons", "", ("1", "9"), "Choose an answer"),
    Shortcut("Lessons", "", ("Return", "Space"), "Run what was predicted, or pause"),
    Shortcut("Lessons", "", ("Left", "Right", "Up", "Down"), "Point at the next thing, or move a logit"),
    Shortcut("Lessons", "", ("PgUp", "PgDown"), "Point at one thing after the other; Return takes it"),
    Shortcut("Lessons", "", ("Left", "Right"), "Step through a formula, or move a point"),
    Shortcut("Lessons", "", ("T",), "Let the tangent touch at the point"),
    Shortcut("Lessons", "next_step", ("PgDown",), "In presenter mode: the next step"),
    Shortcut("Lessons", "previous_step", ("PgUp",), "In presenter mode: the step before"),
    Shortcut("Lessons", "lesson_text", ("W",), "In presenter mode: show the text, or hide it"),
    Shortcut("Lessons", "hands", ("H",), "In presenter mode: count hands for each answer"),
    Shortcut("Lessons", "", ("Esc",), "Back to Train, which is as you left it"),
    Shortcut("Guess the bug", "", ("1", "9"), "Look at an instrument; 9 is the healthy twin"),
    Shortcut("Graph", "", ("Left", "Right"), "One step back or forward"),
    Shortcut("Graph", "", ("Home", "End"), "To the first or last step"),
    Shortcut("Graph", "", ("Ctrl+F",), "Find a node by its name"),
    Shortcut("Graph", "", ("Ctrl+I",), "All functions; Return puts one into the formula"),
    Shortcut("Graph", "", ("Ctrl+Shift+E",), "Copy or save the graph, its formula, or code"),
    Shortcut("Graph", "", ("Return", "Backspace"), "Open or close the chosen node"),
    Shortcut("Graph", "", ("G",), "Check all gradients by finite differences"),
    Shortcut("Graph", "", ("P",), "The derivative as a sum over paths"),
    Shortcut("Graph", "", ("+", "-", "F"), "Zoom in or out, show all"),
    Shortcut("Graph", "", ("Shift+Left", "Shift+Right"), "Move the view; also Up and Down"),
)


def shortcut_of(action: str) -> Shortcut:
    """Return the entry of an action.

    Raises
    ------
    KeyError
        There is no such action.
    """
    for shortcut in SHORTCUTS:
        if shortcut.action == action:
            return shortcut
    raise KeyError(f"there is no action {action!r}")


def key_text(key: str) -> str:
    """Return a key as this platform writes it, such as ``⌘S`` for ``Ctrl+S`` on a Mac."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText).replace("-", "−")


def shown_key(action: str) -> str:
    """Return the first key of an action as this platform writes it."""
    return key_text(shortcut_of(action).keys[0])

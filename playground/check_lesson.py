"""Checks lessons from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from playground.models.lessons.reading.lesson_source import Fault
from playground.models.lessons.shelf import BrokenLesson, read_or_faults
from playground.models.lessons.trial import try_lesson
from playground.style.words import counted


def check_lessons(files: Sequence[Path], *, quick: bool = False) -> int:
    """Print every fault with its file and line; return the exit code: 0 if there is none, else 1."""
    n_faults = 0
    for path in files:
        faults = _faults(path, quick=quick)
        n_faults += len(faults)
        for fault in faults:
            print(f"{path}:{fault.line}: {fault.text}", file=sys.stderr)
    if not n_faults:
        print(f"{counted(len(files), 'lesson')}, no fault{'' if not quick else ' (experiments not run)'}")
    return 1 if n_faults else 0


def _faults(path: Path, *, quick: bool) -> Sequence[Fault]:
    lesson = read_or_faults(path)
    if isinstance(lesson, BrokenLesson):
        return lesson.faults
    return () if quick else try_lesson(lesson)

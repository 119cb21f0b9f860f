"""All lessons there are: those that come with the app, and a folder of one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from playground.models.experiment.shown import printable
from playground.models.lessons.lesson import Lesson
from playground.models.lessons.lesson_file import read_lesson_file
from playground.models.lessons.reading.lesson_source import Fault, LessonError
from playground.resource_files import RESOURCES

FOLDER = RESOURCES / "lessons"
MOST_FILES = 100


@dataclass(frozen=True)
class BrokenLesson:
    """A file that is no lesson, and why."""

    key: str
    path: Path
    faults: tuple[Fault, ...]


def read_folder(folder: Path, prefix: str = "") -> list[Lesson | BrokenLesson]:
    """Return the lessons of a folder in their order; broken ones come last.

    Parameters
    ----------
    prefix
        Begins the keys of the lessons, so that two folders can have files of one name.

    Raises
    ------
    OSError
        The folder cannot be read.
    """
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".md")[:MOST_FILES]
    found = [read_or_faults(path) for path in paths]
    # Keys go through Qt and into the file of the progress, which take text only; names of files may be none.
    return sorted((replace(one, key=prefix + printable(one.key, "?")) for one in found), key=_order)


def read_or_faults(path: Path) -> Lesson | BrokenLesson:
    """Read a lesson, or return what is wrong with it; a file that cannot be read has one fault, in line 1."""
    try:
        return read_lesson_file(path)
    except LessonError as error:
        return BrokenLesson(path.stem, path, error.faults)
    except (OSError, ValueError) as error:
        return BrokenLesson(path.stem, path, (Fault(1, str(error)),))


def _order(one: Lesson | BrokenLesson) -> tuple[bool, float, str]:
    return isinstance(one, BrokenLesson), one.order if isinstance(one, Lesson) else 0.0, one.key

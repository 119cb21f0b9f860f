"""What was predicted in lessons, and what came out, as a CSV file for a teacher."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from playground.models.data.table_columns import harmless
from playground.models.experiment.atomic_file import replaced_file
from playground.models.lessons.progress import Progress

COLUMNS = ("lesson", "title", "step", "question", "guess", "outcome", "as guessed", "when")
_AS_GUESSED = {True: "yes", False: "no", None: ""}


def write_answers(progress: Progress, titles: Mapping[str, str], path: Path) -> None:
    """Write a row for each prediction, by lesson and step; a guess that was skipped is an empty cell.

    Parameters
    ----------
    titles
        Of the lessons, by their keys.

    Raises
    ------
    OSError
        The file cannot be written; an existing one stays as it was.
    """
    with replaced_file(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for key, lesson in sorted(progress.lessons.items()):
            for step, answer in sorted(lesson.answers.items()):
                texts = (
                    answer.question,
                    answer.words,
                    answer.outcome,
                    _AS_GUESSED[answer.is_right],
                    answer.when,
                )
                title = titles.get(key, "")
                writer.writerow((harmless(key), harmless(title), step + 1, *map(harmless, texts)))

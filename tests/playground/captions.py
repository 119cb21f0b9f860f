"""The words that stand on controls: captions, names, options, titles of columns."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QTableView, QWidget

from playground.views.compare.run_table import RunTable
from playground.views.kit import SegmentedControl
from playground.views.kit.figure_rows import FigureRows

MOST_WORDS = 6  # what is longer is a sentence, and explains itself


def captions_in(root: QWidget) -> set[str]:
    """All captions in a window, hidden ones too; what follows a colon is a value or a name."""
    texts = {text for widget in [root, *root.findChildren(QWidget)] for text in _captions(widget)}
    firsts = {text.split(": ")[0].strip() for text in texts}
    return {text for text in firsts if text and not text.endswith(".") and len(text.split()) <= MOST_WORDS}


def _captions(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        is_value = bool(widget.accessibleName())
        yield "" if widget.wordWrap() or is_value else widget.text()
    elif isinstance(widget, QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, SegmentedControl):
        yield from widget.words
    elif isinstance(widget, QTableView):
        model = widget.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal))
    elif isinstance(widget, RunTable):
        yield from (row.label for row in widget.rows)
    elif isinstance(widget, FigureRows):
        yield from (figure.name for figure in widget.figures)
    if not isinstance(widget, QAbstractItemView | FigureRows):
        yield widget.accessibleName()

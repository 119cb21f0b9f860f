"""The way of the Tab key."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def order_tabs(widgets: Sequence[QWidget]) -> None:
    """Let the Tab key go through widgets one after the other.

    Only within one window: what is shown in another one, as a canvas is that the presenter borrows, keeps its
    place there.
    """
    for before, after in pairwise(widgets):
        if before.window() is after.window():
            QWidget.setTabOrder(before, after)

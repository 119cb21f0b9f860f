"""The tab order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def order_tabs(widgets: Sequence[QWidget]) -> None:
    """Set the tab order of some widgets.

    Only within one window: a widget shown in another one, such as a canvas lent to the presenter, keeps its
    place there.
    """
    for before, after in pairwise(widgets):
        if before.window() is after.window():
            QWidget.setTabOrder(before, after)

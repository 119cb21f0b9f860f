"""The one place that decides that names are shown letter by letter, and never as HTML or as keys.

Names come from files and from people, and Qt takes some of them for more than text: `<b>x</b>` in a tooltip
becomes bold, `<img src=…>` opens a file, `a&b` on a button makes Alt+B press it, `[*]` vanishes from titles.
Labels are plain already, see `Label`.
"""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget


def plain(text: str) -> str:
    """Return what a tooltip must be given to show `text`."""
    if not Qt.mightBeRichText(text):
        return text
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)


def set_tip(widget: QWidget, text: str) -> None:
    """Show a text at the resting pointer."""
    widget.setToolTip(plain(text))


def plain_title(text: str) -> str:
    """Return what a window must be given to have `text` for its title."""
    return text.replace("[*]", "[*][*]")


def plain_caption(text: str) -> str:
    """Return what a label with a buddy must be given to show `text`."""
    return text.replace("&", "&&")


def set_plain_text(button: QAbstractButton, text: str) -> None:
    """Give a button that draws its own text another one; no letter of it becomes a key."""
    button.setText(text)
    button.setShortcut(QKeySequence())

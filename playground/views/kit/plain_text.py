"""Shows names literally, never as HTML or with mnemonics.

Names come from files and users, and Qt interprets some of them: `<b>x</b>` in a tooltip
becomes bold, `<img src=…>` opens a file, `a&b` on a button makes Alt+B press it, `[*]` vanishes from titles.
Labels are plain already, see `Label`.
"""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget


def plain(text: str) -> str:
    """Escape a text for a tooltip."""
    if not Qt.mightBeRichText(text):
        return text
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal)


def set_tip(widget: QWidget, text: str) -> None:
    """Set the tooltip of a widget."""
    widget.setToolTip(plain(text))


def take_tip(widget: QWidget, other: QWidget) -> None:
    """Give a widget the tooltip of another one, which is plain already."""
    widget.setToolTip(other.toolTip())


def plain_title(text: str) -> str:
    """Escape a text for a window title."""
    return text.replace("[*]", "[*][*]")


def plain_caption(text: str) -> str:
    """Escape a text for a label with a buddy."""
    return text.replace("&", "&&")


def set_plain_text(button: QAbstractButton, text: str) -> None:
    """Set the text of a button that draws it itself, without a mnemonic."""
    button.setText(text)
    button.setShortcut(QKeySequence())

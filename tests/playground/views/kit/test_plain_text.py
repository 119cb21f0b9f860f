from __future__ import annotations

import ast
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import Qt, QTextDocument
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.views.kit import Label, TextButton, labeled
from playground.views.kit.plain_text import plain, plain_title, set_plain_text, set_tip
from tests.sources import sources

HOSTILE = [
    "<b>x</b>",
    "a&b",
    "<img src=/etc/passwd>",
    "x &lt; y",
    "<?xml version='1'?><p>",
    "a<b and b>c",
    "&amp;",
]


def seen(tip: str) -> str:
    """What a tooltip shows of what it was given."""
    if not Qt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@pytest.mark.parametrize("text", [*HOSTILE, "<b>two</b>\nlines & more", ""])
def test_that_a_tooltip_shows_every_letter_it_is_given(text):
    assert seen(plain(text)) == text
    assert (plain(text) == text) is not Qt.mightBeRichText(text)


@given(st.text("<>&;/ablimgp \"'=!?", max_size=40))
def test_that_any_text_shows_in_a_tooltip_as_it_is(text):
    assert seen(plain(text)).split() == text.split()


def test_that_widgets_take_their_tips_so(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tip(widget, "<i>y</i>")
    assert seen(widget.toolTip()) == "<i>y</i>"


def test_that_no_letter_of_a_button_becomes_a_key(qtbot):
    button = TextButton("a&b", "a&b", "<u>a</u>")
    qtbot.addWidget(button)
    assert button.text() == "a&b"
    assert button.shortcut().isEmpty()
    button.set_text("c&d")
    assert button.shortcut().isEmpty()
    set_plain_text(button, "e&f")
    assert button.text() == "e&f"
    assert button.shortcut().isEmpty()
    assert seen(button.toolTip()) == "<u>a</u>"


def test_that_a_title_keeps_the_mark_of_changes(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle(plain_title("a[*]b [*][*]"))
    window.show()
    assert window.windowHandle().title() == "a[*]b [*][*]"


def test_that_a_caption_shows_its_signs(qtbot):
    field = labeled("a&b", QLineEdit())
    qtbot.addWidget(field)
    assert field.label.text() == "a&&b"  # a label with a buddy shows one of two
    assert Label("<b>x</b>").textFormat() == Qt.TextFormat.PlainText


# No place forgets it.

# Everything of Qt and pyqtgraph that reads HTML, or guesses whether a text is HTML.
READERS_OF_HTML = {
    "setHtml", "insertHtml", "appendHtml", "setMarkdown", "QTextDocument", "QTextBrowser", "QTextEdit",
    "QStaticText", "QMessageBox", "QErrorMessage", "QWhatsThis", "setWhatsThis", "setStatusTip", "LabelItem",
    "addLegend", "LegendItem", "setLabel", "setLabels", "setInformativeText",
}  # fmt: skip
READERS_OF_KEYS = {
    "QMenu",
    "QAction",
    "addAction",
    "QTabBar",
    "QTabWidget",
    "QGroupBox",
    "QPushButton",
    "QCheckBox",
}
HERE = {"plain_text.py"}


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@cache
def calls() -> list[tuple[str, ast.Call]]:
    return [
        (f"{source.path}:{node.lineno}", node)
        for source in sources()
        if source.path.name not in HERE
        for node in source.nodes
        if isinstance(node, ast.Call)
    ]


def is_fixed(node: ast.expr) -> bool:
    """Whether a text is written in the source, or a constant: no name of a person's can be in it."""
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def is_made(node: ast.expr, makers: set[str]) -> bool:
    if isinstance(node, ast.IfExp):
        return is_made(node.body, makers) and is_made(node.orelse, makers)
    return is_fixed(node) or (isinstance(node, ast.Call) and name_of(node) in makers)


def test_that_every_tooltip_of_more_than_fixed_words_is_made_plain():
    wrong = [
        place for place, call in calls()
        if (name_of(call) == "setToolTip" and not is_made(call.args[0], {"plain"}))
        or (name_of(call) == "showText" and not is_made(call.args[1], {"plain"}))
    ]  # fmt: skip
    assert wrong == []


def test_that_only_the_plain_label_is_used():
    wrong = [place for place, call in calls() if name_of(call) == "QLabel"]
    assert wrong == []


def test_that_nothing_reads_html_or_keys_out_of_texts():
    wrong = [
        (place, name_of(call))
        for place, call in calls()
        if name_of(call) in READERS_OF_HTML | READERS_OF_KEYS
        # Notes and lessons are Markdown, read without HTML: see the tests of their views.
        and not place.startswith(("views/window/notes_card.py", "views/lessons/lesson_text.py"))
    ]
    html = [
        place for place, call in calls()
        if name_of(call) == "TextItem" and any(keyword.arg == "html" for keyword in call.keywords)
    ]  # fmt: skip
    assert wrong + html == []


def test_that_buttons_take_their_texts_through_the_one_place():
    wrong = []
    for source in sources():
        for cls in source.nodes:
            if isinstance(cls, ast.ClassDef) and any("Button" in ast.unparse(base) for base in cls.bases):
                wrong += [
                    f"{source.path}:{node.lineno}"
                    for node in ast.walk(cls)
                    if isinstance(node, ast.Call)
                    and ast.unparse(node.func) in ("self.setText", "super().setText")
                ]
    assert wrong == []

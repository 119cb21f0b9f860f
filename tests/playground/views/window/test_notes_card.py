"""Notes show Markdown, and nothing that it could fetch or do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from playground.views.window.notes_card import NotesCard


@pytest.fixture
def card(qtbot) -> NotesCard:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(700, 600)
    room.show()
    return NotesCard(room)


def test_that_neither_pictures_nor_links_nor_html_do_anything(card, tmp_path):
    picture = QImage(400, 300, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    path = tmp_path / "picture.png"
    assert picture.save(str(path))
    card.set_text(f"a ![x]({path}) [b](https://example.org) <img src='{path}'> <b>c</b>")
    card.open_card()
    document = card.page.document()
    assert document.size().height() < 200
    assert "<b>c</b>" in card.page.toPlainText()
    assert "example.org" not in document.toHtml()
    shot = card.grab().toImage()
    red = Qt.GlobalColor.red
    assert not any(
        shot.pixelColor(x, y) == red for x in range(0, shot.width(), 7) for y in range(0, shot.height(), 7)
    )


def test_that_hostile_markdown_is_shown_all_the_same(card):
    card.open_card()
    for text in (
        ">" * 5000,
        "- " * 3000,
        "*" * 5000,
        "[" * 5000,
        "|" * 3000 + "\n" + "|-" * 3000,
        "`" * 5000,
    ):
        card.set_text(text)
        card.page.grab()
    card.set_text("# Well")
    assert card.page.toPlainText() == "Well"

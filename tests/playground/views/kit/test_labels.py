from __future__ import annotations

from PySide6.QtGui import QPalette

from playground.style.theme import DARK, LIGHT
from playground.views.kit import CheckBox, Label, labeled


def ink(label: Label) -> str:
    return label.palette().color(QPalette.ColorRole.WindowText).name().upper()


def test_that_a_label_takes_its_ink_from_the_theme(qtbot) -> None:
    label = Label("300 points", "caption", "ink3")
    qtbot.addWidget(label)
    assert ink(label) == LIGHT.ink3
    label.set_theme(DARK)
    assert ink(label) == DARK.ink3
    label.set_ink("danger")
    assert ink(label) == DARK.danger


def test_that_markup_is_shown_and_not_obeyed(qtbot) -> None:
    label = Label("<b>bold</b>")
    qtbot.addWidget(label)
    plain = Label("bold")
    qtbot.addWidget(plain)
    assert label.sizeHint().width() > plain.sizeHint().width()


def test_that_the_caption_stands_above_its_field(stage) -> None:
    box = CheckBox("Field")
    field = labeled("Caption", box)
    stage(field)
    assert field.label.geometry().bottom() < box.geometry().top()
    assert field.label.buddy() is box

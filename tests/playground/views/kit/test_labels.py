from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QEnterEvent, QPalette

from playground.style.theme import DARK, LIGHT
from playground.views.kit import CheckBox, Label, LabeledField, labeled
from playground.views.kit.plain_text import plain


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
    bold = Label("bold")
    qtbot.addWidget(bold)
    assert label.sizeHint().width() > bold.sizeHint().width()


def test_that_the_caption_stands_above_its_field(stage) -> None:
    box = CheckBox("Field")
    field = labeled("Caption", box)
    stage(field)
    assert field.label.geometry().bottom() < box.geometry().top()
    assert field.label.buddy() is box


@pytest.mark.parametrize(
    ("make", "tip"),
    [
        (lambda: Label("Noise"), "Noise scatters the points"),
        (lambda: Label("Close"), ""),
        (lambda: labeled("Rate", CheckBox("Go", tip="Goes")), "Goes"),
    ],
    ids=["a term", "a plain word", "a caption"],
)
def test_that_a_label_under_the_pointer_explains_its_terms_or_its_field(qtbot, make, tip) -> None:
    made = make()
    qtbot.addWidget(made)
    label = made.label if isinstance(made, LabeledField) else made
    label.enterEvent(QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert label.toolTip().startswith(tip)
    assert bool(label.toolTip()) == bool(tip)


def test_that_signs_in_the_tooltip_of_a_field_are_shown_over_its_caption(qtbot) -> None:
    made = labeled("Rate", CheckBox("Go", tip="no number: <b>x</b>"))
    qtbot.addWidget(made)
    made.label.enterEvent(QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert made.label.toolTip() == made.field.toolTip() == plain("no number: <b>x</b>")


def test_that_a_tooltip_of_its_own_stays(qtbot) -> None:
    label = Label("Noise")
    qtbot.addWidget(label)
    label.setToolTip("Its own")
    label.enterEvent(QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
    assert label.toolTip() == "Its own"


def test_that_a_label_that_says_something_else_explains_that(qtbot) -> None:
    label = Label("Noise")
    qtbot.addWidget(label)
    for text, begin in (("Noise", "Noise"), ("Seed", "The seed")):
        label.set_text(text)
        label.enterEvent(QEnterEvent(QPointF(1, 1), QPointF(1, 1), QPointF(1, 1)))
        assert label.toolTip().startswith(begin)

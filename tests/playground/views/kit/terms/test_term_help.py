from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from playground.style.theme import DARK, apply_to_tree
from playground.views.kit import (
    CheckBox,
    LabeledSlider,
    Popover,
    SegmentedControl,
    SelectField,
    TextButton,
    labeled,
)
from playground.views.kit.access.keyboard import make_home
from playground.views.kit.open_dialog import Dialog
from playground.views.kit.terms.term_card import TermCard
from playground.views.kit.terms.term_list import TermList
from tests.playground.actions import show_active

TAB = Qt.FocusReason.TabFocusReason


class Form(Dialog):
    """Some controls, one of which is where the keyboard rests."""

    def __init__(self) -> None:
        super().__init__()
        self.rate = LabeledSlider("Learning rate", range(5))
        self.optimizer = SelectField([("sgd", "SGD"), ("adam", "Adam")], "Optimizer")
        self.caption = labeled("Activation", CheckBox("Go"))
        self.plain = TextButton("Close", "Close", "Close it")
        self.shown = SegmentedControl([("w", "Weights"), ("g", "Gradients")], "Shown")
        self.home = CheckBox("Gradient")
        column = QVBoxLayout(self)
        for widget in (self.rate, self.optimizer, self.caption, self.plain, self.shown, self.home):
            column.addWidget(widget)
        make_home(self, self.home)


@pytest.fixture
def form(qtbot):
    form = Form()
    qtbot.addWidget(form)
    show_active(qtbot, form)
    form.home.setFocus()
    qtbot.mouseMove(form, QPoint(1, 1))
    return form


def opened(kind: type[QWidget]) -> QWidget:
    (found,) = [it for it in QApplication.topLevelWidgets() if isinstance(it, kind) and it.isVisible()]
    return found


def ask(qtbot, form: Form) -> None:
    qtbot.keyClick(QApplication.focusWidget() or form, Qt.Key.Key_F1)


def names(card: QWidget) -> list[str]:
    assert isinstance(card, TermCard)
    return [term.name for term in card.terms]


def test_that_f1_explains_the_control_with_the_ring_and_what_it_is_set_to(form, qtbot):
    form.optimizer.set_value("adam")
    form.optimizer.setFocus(TAB)
    ask(qtbot, form)
    card = opened(TermCard)
    assert names(card) == ["Optimizer", "Adam"]
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert form.isVisible()


def test_that_f1_explains_the_control_under_the_pointer(form, qtbot):
    qtbot.mouseMove(form.rate)
    ask(qtbot, form)
    card = opened(TermCard)
    assert names(card) == ["Learning rate"]
    qtbot.keyClick(card, Qt.Key.Key_F1)
    assert not card.isVisible()


def test_that_f1_explains_all_options_that_are_visible(form, qtbot):
    form.shown.setFocus(TAB)
    ask(qtbot, form)
    card = opened(TermCard)
    assert names(card) == ["Weight", "Gradient"]
    card.hide()


def test_that_f1_on_a_caption_explains_it(form, qtbot):
    qtbot.mouseMove(form.caption.label)
    ask(qtbot, form)
    card = opened(TermCard)
    assert names(card) == ["Activation function"]
    card.hide()


def test_that_f1_elsewhere_opens_all_terms_with_a_search(form, qtbot):
    ask(qtbot, form)
    terms = opened(TermList)
    assert isinstance(terms, TermList)
    qtbot.keyClicks(terms.search, "leaky")
    text = terms.text.toPlainText()
    assert text.startswith("Leaky ReLU\nLeaky ReLU passes")
    assert "Momentum" not in text
    qtbot.keyClick(terms.search, Qt.Key.Key_Escape)  # forgets what was typed
    assert "Momentum" in terms.text.toPlainText()
    qtbot.keyClick(terms.search, Qt.Key.Key_Escape)
    assert not terms.isVisible()
    assert form.isVisible()


def test_that_the_card_leads_to_all_terms(form, qtbot):
    qtbot.mouseMove(form.rate)
    ask(qtbot, form)
    card = opened(TermCard)
    assert isinstance(card, TermCard)
    qtbot.keyClick(card.all_button, Qt.Key.Key_Return)
    terms = opened(TermList)
    terms.close()


def test_that_f1_explains_what_is_reached_in_a_list_of_options(form, qtbot):
    apply_to_tree(form, DARK)
    qtbot.mouseClick(form.optimizer, Qt.MouseButton.LeftButton)
    options = form.optimizer.popup.list
    options.setCurrentRow(0)
    assert "stochastic gradient descent" in options.item(0).toolTip()
    qtbot.keyClick(options, Qt.Key.Key_F1)
    card = opened(TermCard)
    assert names(card) == ["SGD"]
    assert isinstance(card, TermCard)
    assert card.theme is DARK
    card.hide()
    form.optimizer.popup.hide()


def test_that_f1_works_in_a_popover_which_makes_room_for_the_list(form, qtbot):
    popover = Popover(form.plain)
    box = CheckBox("Dropout")
    other = TextButton("Close", "Close", "Close it")
    popover.column.addWidget(box)
    popover.column.addWidget(other)
    popover.open_below()
    box.setFocus(TAB)
    qtbot.keyClick(box, Qt.Key.Key_F1)
    card = opened(TermCard)
    assert names(card) == ["Dropout"]
    card.hide()
    other.setFocus(TAB)
    qtbot.keyClick(other, Qt.Key.Key_F1)
    terms = opened(TermList)
    assert not popover.isVisible()
    terms.close()

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import DrawnData
from playground.models.experiment.choices import POINT_STEPS
from playground.models.experiment.experiment import Experiment
from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.data.data_more import DataMore
from tests.playground.actions import focused, show_active
from tests.playground.views.painted import painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
GENERATED, WHOLE = Experiment(dataset="spiral", n_samples=300), Experiment(n_samples=300)
DRAWN = Experiment(dataset=OWN, source=DrawnData.empty())


@pytest.fixture
def more(qtbot: QtBot) -> DataMore:
    """Folded away, as it is at first."""
    more = DataMore()
    qtbot.addWidget(more)
    more.set_experiment(GENERATED)
    more.resize(260, 200)
    show_active(qtbot, more)
    return more


@pytest.fixture
def told(more: DataMore) -> list[object]:
    told: list[object] = []
    more.value_edited.connect(lambda name, value: told.append((name, value)))
    more.new_points_wanted.connect(lambda: told.append("new points"))
    more.export_wanted.connect(lambda: told.append("export"))
    return told


@pytest.fixture
def opened(more: DataMore, qtbot: QtBot) -> DataMore:
    qtbot.mouseClick(named(more, "More settings of the data"), LEFT)
    settle()
    return more


def named(more: DataMore, name: str) -> QWidget:
    """The control of that name; a slider is named like the caption around it."""
    return [w for w in more.findChildren(QWidget) if w.accessibleName() == name][-1]


def texts(more: DataMore) -> set[str]:
    return {text.text for text in painted_texts(more)}


def test_that_only_a_word_is_shown_at_first(more):
    assert texts(more) == {"More"}


@pytest.mark.parametrize("by", ["click", "space"])
def test_that_the_word_unfolds_the_settings_and_folds_them_again(more, qtbot, by):
    word = named(more, "More settings of the data")
    for shown in (True, False, True):
        if by == "click":
            qtbot.mouseClick(word, LEFT)
        else:
            qtbot.keyClick(word, Qt.Key.Key_Space)
        everything = {"More", "Points", "300", "Standardise", "Keep the weights", "New points", "Export…"}
        assert texts(more) == (everything if shown else {"More"})


def test_that_the_settings_take_room_only_while_they_are_unfolded(more, qtbot):
    word = named(more, "More settings of the data")
    folded = more.sizeHint().height()
    qtbot.mouseClick(word, LEFT)
    settle()
    assert more.sizeHint().height() > 3 * folded
    qtbot.mouseClick(word, LEFT)
    settle()
    assert more.sizeHint().height() == folded


def test_that_the_arrow_turns_from_right_to_down(more, qtbot):
    """An arrow to the right is higher than wide, one that points down is wider than high."""
    word = named(more, "More settings of the data")

    def spans() -> tuple[int, int]:
        picture = word.grab(word.rect().intersected(word.rect().adjusted(0, 0, 18 - word.width(), 0)))
        image = picture.toImage()
        ground = image.pixelColor(0, 0)
        inked = [
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y) != ground
        ]
        xs, ys = zip(*inked, strict=True)
        return max(xs) - min(xs), max(ys) - min(ys)

    width, height = spans()
    assert width < height
    qtbot.mouseClick(word, LEFT)
    width, height = spans()
    assert width > height


def test_that_unfolding_and_setting_say_nothing(more, told, qtbot):
    qtbot.mouseClick(named(more, "More settings of the data"), LEFT)
    more.set_experiment(GENERATED.with_(n_samples=20, keeps_weights=False, standardize=False))
    more.set_experiment(WHOLE.with_(n_samples=5000, keeps_weights=False, standardize=True))
    more.set_experiment(DRAWN)
    assert told == []


def test_that_keys_go_through_all_numbers_of_points_from_the_fewest_to_the_most(opened, told, qtbot):
    slider = named(opened, "Number of points")
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(len(POINT_STEPS)):  # one more than there are steps to go
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert told == [("n_samples", count) for count in POINT_STEPS]
    assert list(POINT_STEPS) == sorted(set(POINT_STEPS))


def test_that_a_press_on_the_line_takes_that_many_points(opened, told, qtbot):
    slider = named(opened, "Number of points")
    y = slider.height() // 2
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 2, y))
    qtbot.mouseClick(slider, LEFT, pos=QPoint(2, y))
    assert told == [("n_samples", POINT_STEPS[-1]), ("n_samples", POINT_STEPS[0])]


@pytest.mark.parametrize(("count", "shown"), [(10, "10"), (1000, "1,000"), (100_000, "100,000")])
def test_that_the_number_of_points_is_written_and_read_out_with_thousands_apart(opened, count, shown):
    opened.set_experiment(GENERATED.with_(n_samples=count))
    assert shown in texts(opened)
    assert named(opened, "Number of points").accessibleDescription() == shown


def test_that_points_that_were_not_generated_keep_their_number(opened, told, qtbot):
    opened.set_experiment(WHOLE)
    slider = named(opened, "Number of points")
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.mouseClick(slider, LEFT, pos=QPoint(2, slider.height() // 2))
    assert told == []
    assert "300" in texts(opened)
    opened.set_experiment(GENERATED)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert told == [("n_samples", POINT_STEPS[-1])]


def test_that_points_that_were_not_generated_can_be_standardised_and_exported(opened, told, qtbot):
    opened.set_experiment(WHOLE)
    qtbot.mouseClick(named(opened, "Standardise"), LEFT)
    qtbot.mouseClick(named(opened, "Export as CSV"), LEFT)
    assert told == [("standardize", False), "export"]


@pytest.mark.parametrize("by", ["click", "space"])
@pytest.mark.parametrize("was", [True, False])
@pytest.mark.parametrize(
    ("name", "setting"), [("Standardise", "standardize"), ("Keep the weights", "keeps_weights")]
)
def test_that_boxes_are_switched_to_and_fro(opened, told, qtbot, by, was, name, setting):
    opened.set_experiment(GENERATED.with_(keeps_weights=was, standardize=was))
    box = named(opened, name)
    for _ in range(2):
        if by == "click":
            qtbot.mouseClick(box, LEFT)
        else:
            qtbot.keyClick(box, Qt.Key.Key_Space)
    assert told == [(setting, not was), (setting, was)]


@pytest.mark.parametrize(("name", "wish"), [("New points", "new points"), ("Export as CSV", "export")])
def test_that_each_press_of_a_button_is_one_wish(opened, told, qtbot, name, wish):
    qtbot.mouseClick(named(opened, name), LEFT)
    assert told == [wish]
    qtbot.keyClick(named(opened, name), Qt.Key.Key_Space)
    assert told == [wish, wish]


def test_that_new_points_are_not_offered_where_they_would_be_the_same(opened, told, qtbot):
    button = named(opened, "New points")
    opened.set_experiment(DRAWN)
    qtbot.mouseClick(button, LEFT)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert told == []
    opened.set_experiment(GENERATED)
    qtbot.mouseClick(button, LEFT)
    assert told == ["new points"]


def test_that_tab_goes_from_top_to_bottom_and_past_what_is_folded(more, qtbot):
    word = named(more, "More settings of the data")

    def tabbed() -> list[str]:
        word.setFocus()
        names = [focused().accessibleName()]
        while True:
            qtbot.keyClick(focused(), Qt.Key.Key_Tab)
            if focused() is word:
                return names
            names.append(focused().accessibleName())

    first = "More settings of the data"
    assert tabbed() == [first]
    qtbot.keyClick(word, Qt.Key.Key_Space)
    others = ["Number of points", "Standardise", "Keep the weights", "New points", "Export as CSV"]
    assert tabbed() == [first, *others]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_what_cannot_be_changed_is_paler(opened, theme: Theme):
    apply_to_tree(opened, theme)
    inks = {text.text: QColor(text.ink) for text in painted_texts(opened)}
    assert (inks["Points"], inks["New points"]) == (QColor(theme.ink2), QColor(theme.ink2))
    opened.set_experiment(DRAWN)
    inks = {text.text: QColor(text.ink) for text in painted_texts(opened)}
    assert (inks["Points"], inks["New points"]) == (QColor(theme.disabled), QColor(theme.disabled))
    assert inks["Standardise"] == QColor(theme.ink)

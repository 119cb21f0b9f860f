from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.models.data.table_columns import Column, make_column
from playground.style.theme import DARK, LIGHT, Theme
from playground.views.data.table_model import ColumnsModel
from playground.views.data.table_preview import ROW, TablePreview, WholeRows
from playground.views.kit.fields.option_popup import OptionPopup
from tests.playground.actions import show_active
from tests.playground.views.painted import painted_lines, painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
DOWN, UP, SPACE = Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space


def column(name: str, *fields: str) -> Column:
    return make_column(name, fields, range(2, len(fields) + 2))


FLOWERS = (
    column("length", "5.1", "4.9", "6.2"),
    column("colour", "red", "", "blue"),
    column("notes", "", "", ""),
    column("width", "3.5", "3.0", "2.9"),
    column("species", "a", "b", "a"),
)


def shown(qtbot: QtBot, theme: Theme = LIGHT) -> TablePreview:
    """In a window, between buttons: the species are to be predicted."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    preview = TablePreview()
    layout.addWidget(QPushButton("above"))
    layout.addWidget(preview)
    layout.addWidget(QPushButton("below"))
    preview.set_theme(theme)
    preview.set_columns(FLOWERS)
    preview.set_target("species")
    window.resize(860, 400)
    show_active(qtbot, window)
    preview.window_of_test = window  # type: ignore[attr-defined] # nothing else keeps it alive
    settle()
    return preview


@pytest.fixture
def preview(qtbot: QtBot) -> TablePreview:
    return shown(qtbot)


@pytest.fixture
def told(preview: TablePreview) -> list[tuple[str, ...]]:
    """The inputs at each time that a change was told."""
    told: list[tuple[str, ...]] = []
    preview.choice_changed.connect(lambda: told.append(preview.inputs()))
    return told


def shown_columns(preview: TablePreview) -> Sequence[Column]:
    model = preview.model()
    assert isinstance(model, ColumnsModel)
    return model.columns


def at(preview: TablePreview, name: str, index: int = 0) -> QPoint:
    """The middle of a cell."""
    row = [column.name for column in shown_columns(preview)].index(name)
    return preview.visualRect(preview.model().index(row, index)).center()


def click_box(qtbot: QtBot, preview: TablePreview, name: str) -> None:
    qtbot.mouseClick(preview.viewport(), LEFT, pos=QPoint(18, at(preview, name).y()))


def is_ticked(preview: TablePreview, name: str) -> bool:
    """Whether the box before the name is filled, whatever the model says."""
    picture = preview.viewport().grab().toImage()
    y = at(preview, name).y()
    box = {picture.pixelColor(x, y + dy).name() for x in range(14, 23) for dy in range(-3, 4)}
    return len(box) > 1


def shown_focus() -> str:
    """The text of the button that has the keyboard."""
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    return button.text()


def tip_at(preview: TablePreview, place: QPoint) -> str:
    viewport = preview.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QHelpEvent.Type.ToolTip, place, viewport.mapToGlobal(place)))
    return QToolTip.text()


def hide_tip(qtbot: QtBot, preview: TablePreview) -> None:
    QToolTip.hideText()
    window = preview.window()
    qtbot.waitUntil(lambda: not any(w.isVisible() for w in QApplication.topLevelWidgets() if w is not window))


def test_that_every_column_is_a_line_that_says_what_becomes_of_it(preview):
    assert painted_lines(preview.viewport()) == [
        ["length", "number", "none", "1 input", "5.1, 4.9, 6.2"],
        ["colour", "text", "1", "1 row dropped: gaps", "red, ·, blue"],
        ["notes", "empty", "3", "left out", "·, ·, ·"],
        ["width", "number", "none", "1 input", "3.5, 3.0, 2.9"],
        ["species", "text", "none", "is predicted", "a, b, a"],
    ]
    assert painted_lines(preview.horizontalHeader()) == [
        ["Input", "Type", "Missing", "What becomes of it", "First values"]
    ]


def fate(preview: TablePreview, name: str) -> str:
    """What stands in the line of a column about what becomes of it."""
    return painted_lines(preview.viewport())[
        [line[0] for line in painted_lines(preview.viewport())].index(name)
    ][3]


def test_that_a_column_that_is_left_out_says_why(preview, qtbot):
    preview.set_columns(FLOWERS, {"width": "ids, all different"})
    preview.set_target("species")
    assert preview.inputs() == ("length", "colour")
    assert fate(preview, "width") == "left out: ids, all different"
    click_box(qtbot, preview, "width")
    assert fate(preview, "width") == "1 input"
    click_box(qtbot, preview, "length")
    assert fate(preview, "length") == "left out"


def test_that_days_and_numbers_that_are_too_large_are_told(preview):
    preview.set_columns([column("day", "2020-01-05", "2020-01-01"), column("x", "1", "1e300")])
    assert [line[3] for line in painted_lines(preview.viewport())] == [
        "days since 2020-01-01", "too large on line 3",
    ]  # fmt: skip


def test_that_decimal_commas_are_parted_by_semicolons(preview):
    preview.set_columns([column("a", "1,5", "2,5"), column("b", "x", "y")])
    assert [line[-1] for line in painted_lines(preview.viewport())] == ["1,5; 2,5", "x, y"]


def choose_from_list(qtbot: QtBot, preview: TablePreview, words: str) -> None:
    popup = preview.findChild(OptionPopup)
    assert popup is not None
    assert popup.isVisible()
    [item] = popup.list.findItems(words, Qt.MatchFlag.MatchStartsWith)
    qtbot.mouseClick(popup.list.viewport(), LEFT, pos=popup.list.visualItemRect(item).center())


@pytest.mark.parametrize("by", ["click", "key"])
def test_that_gaps_are_filled_and_rows_left_out_again(preview, told, qtbot, by):
    for words, filled, becomes in (
        ("Fill with the most frequent (blue)", {"colour"}, "gaps: the most frequent (blue)"),
        ("Leave its rows out", set(), "1 row dropped: gaps"),
    ):
        if by == "click":
            qtbot.mouseClick(preview.viewport(), LEFT, pos=at(preview, "colour", 2))
        else:
            preview.mark_row(1)
            qtbot.keyClick(preview, Qt.Key.Key_F3)
        choose_from_list(qtbot, preview, words)
        assert preview.filled() == filled
        assert fate(preview, "colour") == becomes
    assert len(told) == 2


@pytest.mark.parametrize("by", ["click", "key"])
def test_that_a_column_can_be_wanted_as_another_type(preview, qtbot, by):
    wanted: list[tuple[int, str]] = []
    preview.kind_wanted.connect(lambda row, kind: wanted.append((row, kind)))
    for words in ("Numbers", "Texts"):
        if by == "click":
            qtbot.mouseClick(preview.viewport(), LEFT, pos=at(preview, "width", 1))
        else:
            preview.mark_row(3)
            qtbot.keyClick(preview, Qt.Key.Key_F2)
        choose_from_list(qtbot, preview, words)
    assert wanted == [(3, "text")]  # numbers it is already


def test_that_a_type_that_cannot_be_another_opens_no_list(preview, qtbot):
    qtbot.mouseClick(preview.viewport(), LEFT, pos=at(preview, "colour", 1))
    assert preview.findChild(OptionPopup) is None


def test_that_return_is_left_to_the_dialog(preview, qtbot):
    pressed: list[int] = []
    preview.window().keyPressEvent = lambda event: pressed.append(event.key())
    qtbot.keyClick(preview, Qt.Key.Key_Return)
    assert pressed == [Qt.Key.Key_Return]


def test_that_no_row_is_cut_at_the_lower_edge(qtbot):
    preview = TablePreview()
    frame = WholeRows(preview)
    qtbot.addWidget(frame)
    preview.set_columns([column(f"c{number}", "1") for number in range(40)])
    frame.show()
    for height in range(200, 240, 7):
        frame.resize(700, height)
        settle()
        assert preview.viewport().height() % ROW == 0, height
        assert frame.height() - preview.height() < ROW


def test_that_names_are_no_html(preview):
    preview.set_columns([column("<b>bold</b> & <img src='x'>", "<i>1</i>", "2")])
    [line] = painted_lines(preview.viewport())
    assert line[0].startswith("<b>bold</b>")
    assert "&lt;b&gt;" in preview.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_that_many_gaps_are_counted_with_thousands_apart(preview):
    preview.set_columns([column("a", *[""] * 1234, "7")])
    assert painted_lines(preview.viewport())[0][2] == "1,234"


def test_that_all_columns_with_values_but_the_target_are_inputs_at_first(preview):
    assert preview.inputs() == ("length", "colour", "width")


def test_that_a_click_on_a_box_leaves_the_column_out_and_another_takes_it_in(preview, told, qtbot):
    assert is_ticked(preview, "colour")
    click_box(qtbot, preview, "colour")
    assert not is_ticked(preview, "colour")
    click_box(qtbot, preview, "colour")
    assert is_ticked(preview, "colour")
    assert told == [("length", "width"), ("length", "colour", "width")]


def test_that_space_leaves_the_column_out_and_takes_it_in(preview, told, qtbot):
    preview.setFocus()
    qtbot.keyClick(preview, DOWN)
    qtbot.keyClick(preview, SPACE)
    qtbot.keyClick(preview, SPACE)
    assert told == [("length", "width"), ("length", "colour", "width")]


def test_that_space_switches_the_marked_line_wherever_it_was_clicked(preview, told, qtbot):
    qtbot.mouseClick(preview.viewport(), LEFT, pos=at(preview, "colour", 3))
    qtbot.keyClick(preview, SPACE)
    assert told == [("length", "width")]


def test_that_a_click_beside_the_box_marks_the_line_and_changes_no_input(preview, told, qtbot):
    for index in (0, 3, 4):
        qtbot.mouseClick(preview.viewport(), LEFT, pos=at(preview, "colour", index))
        assert preview.currentIndex().row() == 1
    assert told == []


def test_that_arrows_pass_over_the_columns_that_cannot_be_inputs(preview, told, qtbot):
    preview.set_target("colour")
    preview.setFocus()
    qtbot.keyClick(preview, DOWN)  # over the target and the empty one
    qtbot.keyClick(preview, SPACE)
    assert told == [("length", "species")]
    qtbot.keyClick(preview, UP)
    qtbot.keyClick(preview, SPACE)
    assert told[-1] == ("species",)


@pytest.mark.parametrize(
    "target",
    [
        "length",
        "species",
    ],
)
def test_that_every_input_is_reached_by_keys_whatever_the_target_is(preview, told, qtbot, target):
    preview.set_target(target)
    preview.setFocus()
    for _ in range(5):
        qtbot.keyClick(preview, DOWN)
    for _ in range(5):
        qtbot.keyClick(preview, SPACE)
        qtbot.keyClick(preview, UP)
    assert len(told) >= 3


@pytest.mark.parametrize("name", ["notes", "species"])
def test_that_neither_an_empty_column_nor_the_target_can_be_taken_in(preview, told, qtbot, name):
    click_box(qtbot, preview, name)
    qtbot.keyClick(preview, SPACE)
    assert name not in preview.inputs()
    assert told == []


def test_that_another_target_is_no_input_and_the_one_before_is_one_again(preview, told, qtbot):
    preview.set_target("length")
    assert preview.inputs() == ("colour", "width", "species")
    click_box(qtbot, preview, "length")
    assert told == []
    click_box(qtbot, preview, "species")
    assert told == [("colour", "width")]


def test_that_what_was_left_out_stays_out_when_the_target_changes(preview, qtbot):
    click_box(qtbot, preview, "colour")
    for target in ("colour", "length", "species"):
        preview.set_target(target)
    assert preview.inputs() == ("length", "width")


def test_that_all_may_be_left_out(preview, told, qtbot):
    for name in ("length", "colour", "width"):
        click_box(qtbot, preview, name)
    assert told[-1] == ()


def test_that_other_columns_keep_the_ticks_of_their_names_and_say_nothing(preview, told, qtbot):
    click_box(qtbot, preview, "length")
    told.clear()
    preview.set_columns([column("length", "1", "2"), column("b", "3", "4")])
    preview.set_target("b")
    assert told == []
    assert preview.inputs() == ()  # length is left out as it was before
    assert [line[0] for line in painted_lines(preview.viewport())] == ["length", "b"]
    preview.set_columns(FLOWERS)
    preview.set_target("width")
    assert told == []
    assert preview.inputs() == ("colour", "species")


def test_that_nothing_in_the_table_can_be_rewritten(preview, qtbot):
    before = painted_lines(preview.viewport())
    for index in (0, 3, 4):
        place = at(preview, "colour", index)
        qtbot.mouseClick(preview.viewport(), LEFT, pos=place)
        qtbot.mouseDClick(preview.viewport(), LEFT, pos=place)
        assert preview.findChild(QLineEdit) is None
        qtbot.keyClicks(preview, "zz")
    assert painted_lines(preview.viewport()) == before


def test_that_tab_leaves_the_table(preview, qtbot):
    preview.setFocus()
    qtbot.keyClick(preview, Qt.Key.Key_Tab)
    assert shown_focus() == "below"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(preview, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert shown_focus() == "above"


@pytest.mark.parametrize(
    ("name", "index", "said"),
    [
        (
            "length",
            0,
            "length: number, 1 missing; 1 row dropped: gaps. Type (F2) and gaps (F3) can be changed.",
        ),
        ("width", 1, "width: line 14 holds 'l2'; without it this would be a column of numbers"),
    ],
)
def test_that_the_tooltip_says_type_and_gaps_or_names_a_slip_of_the_keyboard(
    preview, qtbot, name, index, said
):
    numbers = [str(n) for n in range(30)]
    numbers[12] = "l2"
    preview.set_columns([column("length", "1", "", "3"), column("width", *numbers)])
    assert tip_at(preview, at(preview, name, index)) == said
    hide_tip(qtbot, preview)


def test_that_first_values_too_long_for_their_cell_are_in_the_tooltip(preview, qtbot):
    words = [f"a long story number {n}" for n in range(8)]
    preview.set_columns([column("story", *words)])
    [line] = painted_lines(preview.viewport())
    assert line[4] != ", ".join(words)
    assert tip_at(preview, at(preview, "story", 4)) == ", ".join(words)
    hide_tip(qtbot, preview)


def test_that_the_values_take_the_room_that_a_wider_window_gives(preview):
    preview.set_columns([column("story", *[f"a long story number {n}" for n in range(8)])])
    before = len(painted_lines(preview.viewport())[0][4])
    preview.window().resize(1200, 400)
    assert len(painted_lines(preview.viewport())[0][4]) > before


def test_that_hundreds_of_columns_are_reached_by_keys(preview, told, qtbot):
    preview.set_columns([column(f"c{n}", "1", "2") for n in range(300)])
    preview.set_target("c299")
    settle()
    preview.setFocus()
    qtbot.keyClick(preview, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert painted_lines(preview.viewport())[-1][0] == "c299"
    qtbot.keyClick(preview, UP)
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    qtbot.keyClick(preview, SPACE)
    assert told == [tuple(f"c{n}" for n in range(298))]


def assert_wears(preview: TablePreview, theme: Theme) -> None:
    inks = {text.text: QColor(text.ink) for text in painted_texts(preview.viewport())}
    assert inks["length"] == inks["text"] == QColor(theme.ink)
    heads = {QColor(text.ink).name() for text in painted_texts(preview.horizontalHeader())}
    assert heads == {QColor(theme.ink3).name()}
    picture = preview.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() - 3, picture.height() - 3) == QColor(theme.surface)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_table_wears_the_theme(qtbot, theme: Theme):
    assert_wears(shown(qtbot, theme), theme)


def test_that_the_table_changes_with_the_theme(preview):
    preview.set_theme(DARK)
    assert_wears(preview, DARK)


def test_that_the_target_does_not_look_like_an_input(preview):
    inks = {text.text: text.ink for text in painted_texts(preview.viewport())}
    assert not is_ticked(preview, "species") or inks["species"] != inks["length"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_an_empty_box_can_be_seen(qtbot, theme):
    preview = shown(qtbot, theme)
    click_box(qtbot, preview, "width")
    preview.clearSelection()
    preview.window().setFocus()
    qtbot.mouseMove(preview.window())
    settle()
    picture = preview.viewport().grab().toImage()
    y = at(preview, "width").y()
    ground = QColor(theme.surface).lightness()
    contrast = max(abs(picture.pixelColor(x, y).lightness() - ground) for x in range(1, 20))
    assert contrast >= 40

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from playground.controllers.data.table_import import TableImport
from playground.models.data.table_data import TableData
from playground.style.theme import DARK, LIGHT, Theme, font
from playground.views.data.table_dialog import WIDTH, TableDialog
from tests.playground.actions import LEFT, PATIENCE_MS, choose, focused
from tests.playground.views.painted import painted_lines, painted_texts, settle

FLOWERS = """length,width,colour,petals,species
5.5,3.5,red,4,rose
4.5,3.25,blue,5,rose
6.5,,red,4,tulip
6.25,2.75,green,5,tulip
5.75,3.0,red,4,tulip
"""
Opener = Callable[..., TableDialog]


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path) -> Iterator[Opener]:
    """Open a table, given as text or bytes, without waiting for what is in it."""
    tables = TableImport()
    dialogs: list[TableDialog] = []

    def begin(table: str | bytes = FLOWERS, name: str = "flowers.csv", theme: Theme = LIGHT) -> TableDialog:
        path = tmp_path / name
        path.write_bytes(table.encode() if isinstance(table, str) else table)
        dialog = tables.make_dialog(path, theme)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.open()
        dialog.activateWindow()
        return dialog

    yield begin
    for dialog in dialogs:
        dialog.done(0)
    tables.job.close()


@pytest.fixture
def opened(begin: Opener, qtbot: QtBot) -> Opener:
    """Open a table and wait until it is told what becomes of it."""

    def opened(*args: str | bytes, **values: object) -> TableDialog:
        dialog = begin(*args, **values)
        qtbot.waitUntil(lambda: dialog.message != "Reading…", timeout=PATIENCE_MS)
        settle()
        return dialog

    return opened


@pytest.fixture
def flowers(opened: Opener) -> TableDialog:
    return opened()


def wait_for(qtbot: QtBot, dialog: TableDialog, words: str) -> None:
    """Wait until the message holds some words."""
    qtbot.waitUntil(lambda: words in dialog.message, timeout=PATIENCE_MS)


def accepted(dialog: TableDialog) -> list[TableData]:
    """All that will be handed over."""
    tables: list[TableData] = []
    dialog.table_accepted.connect(tables.append)
    return tables


def used(qtbot: QtBot, dialog: TableDialog) -> TableData:
    """Press Use data."""
    tables = accepted(dialog)
    qtbot.waitUntil(lambda: named(dialog, "Use data").isEnabled(), timeout=PATIENCE_MS)
    qtbot.mouseClick(named(dialog, "Use data"), LEFT)
    [table] = tables
    return table


def named(dialog: TableDialog, name: str) -> QWidget:
    [found] = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.accessibleName() == name and widget.window() is dialog
    ]
    return found


def click_task(qtbot: QtBot, dialog: TableDialog, task: str) -> None:
    qtbot.mouseClick(dialog.task, LEFT, pos=dialog.task.segment_rect(task).center())


def box_of(dialog: TableDialog, name: str) -> QPoint:
    """Where the box before the name of a column is."""
    preview = dialog.preview
    row = columns(dialog).index(name)
    return QPoint(18, preview.visualRect(preview.model().index(row, 0)).center().y())


def click_box(qtbot: QtBot, dialog: TableDialog, name: str) -> None:
    qtbot.mouseClick(dialog.preview.viewport(), LEFT, pos=box_of(dialog, name))


def columns(dialog: TableDialog) -> list[str]:
    return [line[0] for line in painted_lines(dialog.preview.viewport())]


def targets(dialog: TableDialog) -> list[str]:
    return [dialog.target.itemText(index) for index in range(dialog.target.count())]


def texts(dialog: TableDialog) -> list[str]:
    return [text.text.strip() for text in painted_texts(dialog)]


def test_that_the_file_is_named_and_what_was_found_in_it_is_said(flowers):
    assert flowers.windowTitle() == "Data from flowers.csv"
    assert "flowers.csv" in texts(flowers)
    assert "5 rows, 5 columns, comma between the fields, UTF-8" in texts(flowers)
    assert columns(flowers) == ["length", "width", "colour", "petals", "species"]


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Vertical bar")]
)
def test_that_the_separator_that_was_found_is_shown(opened, separator, name):
    dialog = opened(FLOWERS.replace(",", separator))
    assert dialog.separator.currentText() == name
    assert f"5 rows, 5 columns, {name.lower()} between the fields, UTF-8" in texts(dialog)


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_that_other_encodings_are_read_and_named(opened, codec, name):
    dialog = opened("größe,art\n1.5,süß\n2.5,schön\n".encode(codec))
    assert columns(dialog) == ["größe", "art"]
    assert f"2 rows, 2 columns, comma between the fields, {name}" in texts(dialog)


def test_that_nothing_can_be_used_or_chosen_while_it_reads(begin, qtbot):
    dialog = begin()
    tables = accepted(dialog)
    assert dialog.message == "Reading…"
    assert named(dialog, "Progress of reading").isVisible()
    for name in ("Target", "Task", "Columns of the table", "Use data"):
        assert not named(dialog, name).isEnabled(), name
    qtbot.mouseClick(named(dialog, "Use data"), LEFT)
    assert tables == []
    wait_for(qtbot, dialog, "4 rows")
    assert not named(dialog, "Progress of reading").isVisible()
    for name in ("Target", "Task", "Columns of the table", "Use data"):
        assert named(dialog, name).isEnabled(), name


def test_that_the_bar_shows_how_much_is_read(begin, qtbot):
    dialog = begin()
    bar = named(dialog, "Progress of reading")
    assert isinstance(bar, QProgressBar)
    seen: list[int] = []
    bar.valueChanged.connect(seen.append)
    wait_for(qtbot, dialog, "4 rows")
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_that_a_table_is_handed_over_as_it_stands_in_the_file(opened, qtbot):
    table = used(qtbot, opened("a,b,kind\n1.5,-2,x\n2.25,1e3,y\n0.1,7,x\n"))
    np.testing.assert_array_equal(table.X, [[1.5, -2.0], [2.25, 1000.0], [0.1, 7.0]])
    assert table.y.tolist() == [0, 1, 0]
    assert (table.name, table.feature_names, table.class_names) == ("flowers", ("a", "b"), ("x", "y"))


@pytest.mark.parametrize("by", ["click", "space"])
def test_that_a_table_is_handed_over_once_after_the_dialog_is_gone(flowers, qtbot, by):
    told: list[bool] = []
    flowers.table_accepted.connect(lambda _: told.append(flowers.isVisible()))
    if by == "click":
        qtbot.mouseClick(flowers.use_button, LEFT)
    else:
        qtbot.keyClick(flowers.use_button, Qt.Key.Key_Space)
    assert told == [False]


@pytest.mark.parametrize("by", ["cancel", "escape", "close"])
def test_that_a_dialog_that_was_left_hands_nothing_over(flowers, qtbot, by):
    tables = accepted(flowers)
    with qtbot.waitSignal(flowers.rejected):
        if by == "cancel":
            qtbot.mouseClick(named(flowers, "Cancel"), LEFT)
        elif by == "escape":
            qtbot.keyClick(flowers.preview, Qt.Key.Key_Escape)
        else:
            flowers.close()
    assert not flowers.isVisible()
    assert tables == []


def test_that_the_last_column_with_values_is_the_target_at_first(opened):
    dialog = opened("a,kind,b,note\n1,x,3,\n2,y,4,NA\n")
    assert targets(dialog) == ["a", "kind", "b"]
    assert dialog.target.value() == "b"


@pytest.mark.parametrize(
    ("target", "task", "words"),
    [
        ("species", "classification", "predicts 2 classes"),
        ("colour", "classification", "predicts 3 classes"),
        ("petals", "classification", "predicts 2 classes"),  # few whole numbers rather name something
        ("length", "regression", "predicts a number"),
    ],
)
def test_that_the_task_is_suggested_by_the_target(flowers, qtbot, target, task, words):
    choose(qtbot, flowers.target, "length" if target != "length" else "colour")
    wait_for(qtbot, flowers, "predicts a number" if target != "length" else "predicts 3 classes")
    choose(qtbot, flowers.target, target)
    wait_for(qtbot, flowers, words)
    assert flowers.task.value() == task
    assert used(qtbot, flowers).task == task


def test_that_the_target_is_no_input(flowers, qtbot):
    choose(qtbot, flowers.target, "length")
    wait_for(qtbot, flowers, "predicts a number")
    click_box(qtbot, flowers, "length")
    assert flowers.use_button.isEnabled()  # nothing has changed
    table = used(qtbot, flowers)
    np.testing.assert_array_equal(table.y, [5.5, 4.5, 6.25, 5.75])
    assert "length" not in table.feature_names
    assert {"width", "petals", "species = rose", "species = tulip"} < set(table.feature_names)


def test_that_another_task_than_the_suggested_one_can_be_chosen(flowers, qtbot):
    choose(qtbot, flowers.target, "petals")
    wait_for(qtbot, flowers, "predicts 2 classes")
    click_task(qtbot, flowers, "regression")
    wait_for(qtbot, flowers, "predicts a number")
    qtbot.keyClick(flowers.task, Qt.Key.Key_Left)
    wait_for(qtbot, flowers, "predicts 2 classes")
    click_task(qtbot, flowers, "regression")
    wait_for(qtbot, flowers, "predicts a number")
    table = used(qtbot, flowers)
    assert table.class_names == ()
    np.testing.assert_array_equal(table.y, [4.0, 5.0, 5.0, 4.0])


def test_that_texts_are_no_numbers_to_predict(flowers, qtbot):
    tables = accepted(flowers)
    click_task(qtbot, flowers, "regression")
    wait_for(qtbot, flowers, "Column 'species' holds texts, no numbers to predict.")
    assert not flowers.use_button.isEnabled()
    qtbot.mouseClick(flowers.use_button, LEFT)
    assert tables == []
    assert flowers.isVisible()
    click_task(qtbot, flowers, "classification")
    wait_for(qtbot, flowers, "predicts 2 classes")
    assert flowers.use_button.isEnabled()


def test_that_a_slip_of_the_keyboard_in_the_target_is_named_with_its_line(opened, qtbot):
    rows = "".join(f"{n},{n / 4}\n" if n != 20 else "20,5.o\n" for n in range(1, 40))
    dialog = opened("a,b\n" + rows)
    choose(qtbot, dialog.target, "b")
    click_task(qtbot, dialog, "regression")
    wait_for(qtbot, dialog, "line 21 holds '5.o'")


def test_that_columns_left_out_are_not_learned(flowers, qtbot):
    click_box(qtbot, flowers, "colour")
    wait_for(qtbot, flowers, "3 inputs")
    click_box(qtbot, flowers, "length")
    wait_for(qtbot, flowers, "2 inputs")
    assert used(qtbot, flowers).feature_names == ("width", "petals")


def test_that_a_table_without_inputs_cannot_be_used_until_one_is_taken_in_again(flowers, qtbot):
    tables = accepted(flowers)
    for name, words in {
        "length": "4 rows, 5 input",
        "width": "5 rows, 4 input",
        "colour": "5 rows, 1 input",
        "petals": "Choose at least one input column.",
    }.items():
        click_box(qtbot, flowers, name)
        wait_for(qtbot, flowers, words)
    assert not flowers.use_button.isEnabled()
    qtbot.mouseClick(flowers.use_button, LEFT)
    assert tables == []
    click_box(qtbot, flowers, "petals")
    wait_for(qtbot, flowers, "5 rows")
    assert used(qtbot, flowers).feature_names == ("petals",)


def test_that_nothing_can_be_used_until_a_choice_is_worked_out(flowers, qtbot):
    tables = accepted(flowers)
    for edit in (
        lambda: click_box(qtbot, flowers, "petals"),
        lambda: click_task(qtbot, flowers, "regression"),
        lambda: qtbot.keyClick(flowers.target, Qt.Key.Key_Home),
    ):
        edit()
        assert not flowers.use_button.isEnabled()
        qtbot.mouseClick(flowers.use_button, LEFT)
    assert tables == []


def test_that_the_choice_made_last_counts(flowers, qtbot):
    for name in ("petals", "width", "petals", "colour", "width"):
        click_box(qtbot, flowers, name)
    wait_for(qtbot, flowers, "4 rows, 3 inputs")
    assert used(qtbot, flowers).feature_names == ("length", "width", "petals")


def test_that_rows_with_gaps_are_left_out_as_long_as_their_column_is_an_input(flowers, qtbot):
    assert flowers.message.startswith(
        "4 rows, 6 inputs, predicts 2 classes. 1 of 5 rows is left out for missing values in width."
    )
    click_box(qtbot, flowers, "width")
    wait_for(qtbot, flowers, "5 rows, 5 inputs, predicts 2 classes.")
    assert "missing" not in flowers.message


def test_that_the_column_that_costs_most_rows_is_named(opened):
    dialog = opened("a,b,k\n1,1,x\n,2,y\n3,,y\nNA,4,x\n4,5,x\n6,6,y\n7,7,x\n")
    assert "3 of 7 rows are left out for missing values, 2 of them in a." in dialog.message


def way_out(dialog: TableDialog, words: str) -> QWidget:
    """The button that is offered with such words."""
    [button] = [button for button in dialog.ways_out if button.isVisible() and words in button.text()]
    return button


def test_that_one_click_leaves_out_the_column_that_costs_most_and_the_next_is_named(opened, qtbot):
    dialog = opened("a,b,k\n1,1,x\n,2,y\n3,,y\nNA,4,x\n4,5,x\n6,6,y\n7,7,x\n")
    qtbot.mouseClick(way_out(dialog, "Leave a out"), LEFT)
    wait_for(qtbot, dialog, "1 of 7 rows is left out for missing values in b.")
    qtbot.mouseClick(way_out(dialog, "Fill with the median (4.5)"), LEFT)
    wait_for(qtbot, dialog, "7 rows, 1 input, predicts 2 classes.")
    assert not any(button.isVisible() for button in dialog.ways_out)
    np.testing.assert_array_equal(used(qtbot, dialog).X[:, 0], [1, 2, 4.5, 4, 5, 6, 7])


def test_that_a_target_with_gaps_offers_no_way_out(opened):
    dialog = opened("a,k\n1,x\n2,\n3,y\n4,y\n")
    assert "1 of 4 rows is left out for missing values in k." in dialog.message
    assert not any(button.isVisible() for button in dialog.ways_out)


AMBIGUOUS = "price\tkind\n1,950\tx\n1,200\ty\n1,800\tx\n"


@pytest.mark.parametrize(("answer", "values"), [("1950", [1950, 1200, 1800]), ("1.95", [1.95, 1.2, 1.8])])
def test_that_what_can_be_read_in_two_ways_is_asked_before_it_is_used(opened, qtbot, answer, values):
    dialog = opened(AMBIGUOUS)
    tables = accepted(dialog)
    assert dialog.message == "1,950 can mean 1950 or 1.95: the table does not say which."
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert tables == []
    assert not dialog.use_button.isEnabled()
    [button] = [button for button in dialog.ways_out if button.text() == f"It means {answer}"]
    qtbot.mouseClick(button, LEFT)
    wait_for(qtbot, dialog, "3 rows, 1 input")
    np.testing.assert_array_equal(used(qtbot, dialog).X[:, 0], values)


def test_that_a_date_is_asked_about_only_where_it_is_an_input(opened, qtbot):
    rows = "".join(f"{1 + n % 12}/{1 + n % 9}/2020,{n}.5,{'ab'[n % 2]}\n" for n in range(30))
    dialog = opened("day,x,kind\n" + rows)
    assert "Left out automatically: day (dates)." in dialog.evidence
    assert dialog.use_button.isEnabled()
    click_box(qtbot, dialog, "day")
    wait_for(qtbot, dialog, "day or month can come first")
    qtbot.mouseClick(way_out(dialog, "Month first"), LEFT)
    wait_for(qtbot, dialog, "30 rows, 2 inputs")
    assert dialog.date_order.value() == "month"
    assert used(qtbot, dialog).feature_names == ("day (days since 2020-01-01)", "x")


def test_that_what_was_guessed_is_shown_with_the_evidence(opened):
    dialog = opened("a;b;note\n1.200;0,5;NA\n950;0,25;x\n1.800;1,5;x\n700;2,5;y\n")
    fields = (dialog.separator, dialog.decimal, dialog.thousands)
    assert [field.currentText() for field in fields] == ["Semicolon", "Comma", "Point"]
    assert dialog.missing.text() == "NA"
    assert dialog.evidence == (
        "Detected: decimal comma as in 0,5, point between thousands as in 1.200; "
        "header, as 'a' stands above numbers."
    )


def test_that_every_guess_about_numbers_can_be_changed(opened, qtbot):
    dialog = opened("a;b\n1.200;x\n950;y\n1.800;y\n")
    choose(qtbot, dialog.decimal, ".")
    wait_for(qtbot, dialog, "3 rows")
    choose(qtbot, dialog.thousands, "")
    wait_for(qtbot, dialog, "3 rows")
    np.testing.assert_array_equal(used(qtbot, dialog).X[:, 0], [1.2, 950, 1.8])


def test_that_another_encoding_can_be_chosen(opened, qtbot):
    dialog = opened("größe,k\n1,x\n2,y\n".encode("mac-roman"))
    choose(qtbot, dialog.encoding, "mac-roman")
    wait_for(qtbot, dialog, "2 rows")
    assert columns(dialog)[0] == "größe"


@pytest.mark.parametrize("by", ["return", "tab"])
def test_that_marks_of_missing_values_can_be_typed(opened, qtbot, by):
    dialog = opened("a,k\n1,x\n-999,y\n3,y\n4,x\n")
    assert "missing" not in dialog.message
    tables = accepted(dialog)
    dialog.missing.setFocus()
    qtbot.keyClicks(dialog.missing, "-999")
    qtbot.keyClick(dialog.missing, Qt.Key.Key_Return if by == "return" else Qt.Key.Key_Tab)
    wait_for(qtbot, dialog, "1 of 4 rows is left out for missing values in a.")
    assert tables == []
    assert dialog.missing.text() == "-999"


def test_that_a_column_can_be_read_as_texts(opened, qtbot):
    dialog = opened("code,x,k\n1,1.5,a\n2,2.5,b\n1,3.5,b\n")
    dialog.preview.kind_wanted.emit(0, "text")
    wait_for(qtbot, dialog, "code becomes 2 inputs")
    assert used(qtbot, dialog).feature_names == ("code = 1", "code = 2", "x")


def test_that_what_was_chosen_stays_when_the_file_is_read_anew(opened, qtbot):
    dialog = opened(FLOWERS)
    choose(qtbot, dialog.target, "colour")
    wait_for(qtbot, dialog, "predicts 3 classes")
    click_box(qtbot, dialog, "petals")
    wait_for(qtbot, dialog, "4 rows, 4 inputs")
    dialog.preview.kind_wanted.emit(0, "text")
    wait_for(qtbot, dialog, "length becomes")
    assert dialog.target.value() == "colour"
    assert "petals" not in dialog.preview.inputs()


@pytest.mark.parametrize("place", ["dialog", "preview", "target", "separator", "header", "task"])
def test_that_return_uses_the_data(opened, qtbot, place):
    dialog = opened()
    tables = accepted(dialog)
    widget = dialog if place == "dialog" else getattr(dialog, place)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert len(tables) == 1


def test_that_a_number_that_is_too_large_offers_to_leave_its_column_out(opened, qtbot):
    dialog = opened("x,y,k\n1,2,a\n1e300,3,b\n3,4,b\n")
    assert dialog.message == "Column 'x' holds 1e300 in line 3: numbers go up to 1e50."
    qtbot.mouseClick(way_out(dialog, "Leave x out"), LEFT)
    wait_for(qtbot, dialog, "3 rows, 1 input")


def test_that_names_are_shown_as_they_are(opened):
    dialog = opened("<b>a</b> & c,<img src=x>\n1,x\n2,y\n", name="<i>& [*].csv")
    assert columns(dialog) == ["<b>a</b> & c", "<img src=x>"]
    assert "<i>& [*].csv" in texts(dialog)


def test_that_columns_of_texts_are_told_to_become_one_input_a_value(opened, qtbot):
    table = "a,b,c,d,e,goal\n" + "".join(
        f"a{n % 2},b{n % 3},c{n % 4},d{n % 2},e{n % 2},{n}.5\n" for n in range(12)
    )
    dialog = opened(table)
    assert dialog.message == (
        "12 rows, 13 inputs, predicts a number. a becomes 2 inputs, b becomes 3 inputs, c becomes 4 inputs "
        "and 2 more columns likewise: one per value (one-hot)."
    )
    assert used(qtbot, dialog).X.shape == (12, 13)


def test_that_a_column_of_names_is_told_to_be_left_out(opened, qtbot):
    dialog = opened("name,size,kind\n" + "".join(f"person {n},{n}.5,{'ab'[n % 2]}\n" for n in range(60)))
    click_box(qtbot, dialog, "name")
    wait_for(qtbot, dialog, "Column 'name' has 60 different texts, more than 50")
    assert not dialog.use_button.isEnabled()
    click_box(qtbot, dialog, "name")
    wait_for(qtbot, dialog, "60 rows")
    assert used(qtbot, dialog).feature_names == ("size",)


@pytest.mark.parametrize("by", ["click", "space"])
def test_that_the_first_row_can_be_taken_for_names_or_for_values(opened, qtbot, by):
    dialog = opened("1.5,2,x\n3.5,4,y\n5.5,6,x\n7.5,8,y\n")
    box = named(dialog, "Header")
    assert not dialog.header.isChecked()
    assert columns(dialog) == ["column 1", "column 2", "column 3"]
    for n_rows, names in ((3, ["1.5", "2", "x"]), (4, ["column 1", "column 2", "column 3"])):
        if by == "click":
            qtbot.mouseClick(box, LEFT)
        else:
            qtbot.keyClick(box, Qt.Key.Key_Space)
        wait_for(qtbot, dialog, f"{n_rows} rows")
        assert columns(dialog) == names == targets(dialog)
        assert dialog.header.isChecked() is (n_rows == 3)


def test_that_a_header_that_was_found_is_ticked(flowers):
    assert flowers.header.isChecked()


def test_that_another_separator_reads_the_file_anew(opened, qtbot):
    dialog = opened("a;b,c\n1;5,2\n2;6,3\n")
    assert columns(dialog) == ["a", "b,c"]
    choose(qtbot, dialog.separator, ",")
    qtbot.waitUntil(lambda: columns(dialog) == ["a;b", "c"], timeout=PATIENCE_MS)
    settle()
    choose(qtbot, dialog.separator, ";")
    assert dialog.message == "Reading…"
    assert not dialog.use_button.isEnabled()
    wait_for(qtbot, dialog, "2 rows")
    assert columns(dialog) == ["a", "b,c"]
    table = used(qtbot, dialog)
    np.testing.assert_array_equal(table.y, [5.2, 6.3])  # a comma within a field is a decimal one
    np.testing.assert_array_equal(table.X, [[1.0], [2.0]])


def test_that_a_separator_that_does_not_fit_is_refused_and_can_be_mended(opened, qtbot):
    dialog = opened("a;b\n1,5;2\n3,25;4,5\n")
    choose(qtbot, dialog.separator, ",")
    wait_for(qtbot, dialog, "flowers.csv: line 2 has 2 fields where the first line has 1.")
    for name in ("Target", "Task", "Columns of the table", "Use data"):
        assert not named(dialog, name).isEnabled(), name
    choose(qtbot, dialog.separator, ";")
    wait_for(qtbot, dialog, "2 rows")
    table = used(qtbot, dialog)
    np.testing.assert_array_equal(table.X, [[1.5], [3.25]])
    np.testing.assert_array_equal(table.y, [2.0, 4.5])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("a,b\n1,2\n3\n", "line 3 has 1 field where those above have 2."),
        ("a,b\n1,2\n3,4,5\n", "line 3 has 3 fields where those above have 2."),
        ('a,b\n1,"2\n3,4\n', "flowers.csv: line 2: a quote is opened and never closed."),
        (b"\x7fELF\0\0\0\0", "is no text file."),
        ("", "the file is empty."),
        ("\n \n", "the file is empty."),
        ("a,b,c\n1,2,x\n", "Only 1 row has values in all chosen columns."),
        ("a\n1\n2\n", "One column alone cannot be predicted from anything: try another separator."),
    ],
)
def test_that_a_file_that_cannot_be_learned_says_why_and_leaves_only_the_way_back(
    opened, qtbot, table, words
):
    dialog = opened(table)
    assert dialog.message.endswith(words)
    assert not named(dialog, "Progress of reading").isVisible()
    tables = accepted(dialog)
    qtbot.mouseClick(named(dialog, "Use data"), LEFT)
    assert tables == []
    qtbot.mouseClick(named(dialog, "Cancel"), LEFT)
    assert not dialog.isVisible()


def test_that_a_file_that_is_gone_is_named(qtbot, tmp_path):
    tables = TableImport()
    dialog = tables.make_dialog(tmp_path / "gone.csv", LIGHT)
    qtbot.addWidget(dialog)
    dialog.open()
    wait_for(qtbot, dialog, "cannot be read: there is no such file or folder.")
    assert not dialog.use_button.isEnabled()
    dialog.reject()
    tables.job.close()


def test_that_problems_are_written_in_the_colour_of_danger(flowers, qtbot):
    def inks() -> set[str]:
        wanted = flowers.message.split()[0]
        return {QColor(t.ink).name() for t in painted_texts(flowers) if t.text.startswith(wanted)}

    assert QColor(LIGHT.danger).name() not in inks()
    click_task(qtbot, flowers, "regression")
    wait_for(qtbot, flowers, "holds texts")
    assert inks() == {QColor(LIGHT.danger).name()}
    click_task(qtbot, flowers, "classification")
    wait_for(qtbot, flowers, "predicts 2 classes")
    assert QColor(LIGHT.danger).name() not in inks()


def test_that_a_long_message_is_wrapped_and_none_of_it_cut_off(opened):
    table = ",".join(f"a column with quite a long name {n}" for n in range(4)) + ",goal\n"
    table += "".join(",".join(f"{'xyz'[n % 3]}{k}" for k in range(4)) + f",{n}.5\n" for n in range(9))
    dialog = opened(table)
    assert dialog.message in " ".join(texts(dialog))
    widths = [QFontMetrics(font("body")).horizontalAdvance(text) for text in texts(dialog)]
    assert max(widths) <= dialog.width() - 40
    assert dialog.width() == WIDTH  # the window does not grow with what it says


def test_that_tab_goes_from_top_to_bottom(flowers, qtbot):
    flowers.separator.setFocus()
    reached = []
    for _ in range(15):
        reached.append(focused().accessibleName())
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert reached == [
        "Separator", "Decimal sign", "Thousands", "Marks of missing values", "Dates", "Encoding", "Header",
        "Columns of the table", "Target", "Task", "Leave width out", "Fill with the median (3.125)", "Cancel",
        "Use data", "Separator",
    ]  # fmt: skip


def test_that_a_table_can_be_chosen_and_used_by_keys_alone(flowers, qtbot):
    tables = accepted(flowers)
    flowers.separator.setFocus()

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            qtbot.keyClick(focused(), key)

    tab = Qt.Key.Key_Tab
    press(*[tab] * 7, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)  # without the colour
    press(tab, Qt.Key.Key_Up)  # the petals instead of the species
    press(tab, Qt.Key.Key_Right)  # as numbers
    wait_for(qtbot, flowers, "4 rows, 4 inputs, predicts a number")
    press(Qt.Key.Key_Return)
    [table] = tables
    assert table.feature_names == ("length", "width", "species = rose", "species = tulip")
    np.testing.assert_array_equal(table.y, [4.0, 5.0, 5.0, 4.0])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_dialog_wears_the_theme(opened, theme):
    inks = {text.text: QColor(text.ink) for text in painted_texts(opened(theme=theme))}
    assert inks["flowers.csv"] == QColor(theme.ink)
    assert inks["Cancel"] == QColor(theme.ink2)
    assert inks["Use data"] == QColor(theme.on_accent)
    assert inks["length"] == QColor(theme.ink)


def test_that_a_table_without_any_value_is_told_so(begin, qtbot):
    dialog = begin("a,b\n,\n,NA\n")
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=PATIENCE_MS)
    settle()
    assert dialog.message != "Reading…"


def test_that_the_file_is_named_as_it_is_written(opened):
    assert opened("").message == "flowers.csv: the file is empty."


def test_that_one_input_is_one_input(opened):
    assert "1 input," in opened("a,kind\n1,x\n2,y\n").message


def test_that_only_the_inputs_that_are_made_are_counted(opened):
    dialog = opened("size,colour,kind\n1,red,a\n2,blue,b\n,green,a\n4,red,b\n")
    assert dialog.message.startswith("3 rows, 3 inputs")
    assert "colour becomes 2 inputs" in dialog.message


def test_that_nothing_is_said_of_a_table_that_was_refused(opened, qtbot):
    dialog = opened("a;b\n1,5;2\n3,25;4,5\n")
    choose(qtbot, dialog.separator, ",")
    wait_for(qtbot, dialog, "line 2")
    assert not [text for text in texts(dialog) if "semicolon between the fields" in text]


def test_that_a_dialog_goes_without_the_garbage_collector(qapp):
    dialog = TableDialog("flowers.csv", LIGHT)
    gone = weakref.ref(dialog)
    gc.disable()
    try:
        del dialog
        assert gone() is None
    finally:
        gc.enable()

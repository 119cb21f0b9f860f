from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from playground.views.kit.access.focus_ring import FocusRing
from playground.views.kit.fields.number_entry import NumberEntry
from tests.playground.actions import LEFT, PATIENCE_MS, choose, pause, wait_for_experiment

CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
SIZES = [(1440, 900), (1180, 720), (1024, 640), (2560, 1440)]


def visible(window: QWidget, kind: type[QWidget] = QWidget) -> list[QWidget]:
    return [w for w in window.findChildren(kind) if w.isVisibleTo(window) and w.window() is window]


def controls(window: QWidget) -> list[QWidget]:
    tab = Qt.FocusPolicy.TabFocus
    found = [w for w in visible(window) if isinstance(w, CONTROLS) or w.focusPolicy() & tab]
    # what scrolls does so by wheel, drag and keys: its bar says how far it is
    return [w for w in found if w.focusProxy() is None and not isinstance(w, QScrollBar)]


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}"


@pytest.mark.parametrize("dataset", ["iris", "wine"])
def test_that_nothing_is_cut_off_or_covered_at_any_size(open_playground, qtbot, dataset):
    window = open_playground(size=SIZES[0], dataset=dataset).window
    assert (window.width(), window.height()) == SIZES[0]
    assert_nothing_is_cut_off_or_covered(window)
    for size in SIZES[1:]:
        window.resize(*size)
        qtbot.waitUntil(lambda size=size: (window.width(), window.height()) == size, timeout=PATIENCE_MS)
        QApplication.processEvents()  # what was laid out anew
        assert_nothing_is_cut_off_or_covered(window)


def assert_nothing_is_cut_off_or_covered(window):
    scrolled = window.data.findChild(QWidget, "data-content")
    for widget in visible(window):
        parent = widget.parentWidget()
        assert parent is not None
        if isinstance(widget, FocusRing) or parent is scrolled.parentWidget():
            continue
        assert parent.rect().contains(widget.geometry()), f"{name(widget)} leaves {name(parent)}"
    column = window.network.canvas.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    groups = [
        [window.header, window.data, window.hyper, window.network, window.output, window.strip],
        [w for w in column if w.isVisible()],
        [w for w in window.output.children() if isinstance(w, QWidget) and w.isVisible()],
        [w for w in window.header.children() if isinstance(w, QWidget) and w.isVisible()],
        [w for w in window.strip.children() if isinstance(w, QWidget) and w.isVisible()],
        [w for w in window.hyper.children() if isinstance(w, QWidget) and w.isVisible()],
        [w for w in scrolled.children() if isinstance(w, QWidget) and w.isVisible()],
    ]
    for group in groups:
        for first, second in combinations(group, 2):
            apart = not place(first, window).intersects(place(second, window))
            assert apart, f"{name(first)} and {name(second)} overlap"


@pytest.mark.parametrize("dataset", ["blobs", "plane"])
def test_that_every_control_has_a_name_a_tooltip_and_room_for_a_finger(open_playground, dataset):
    playground = open_playground(dataset=dataset, regularization="l2")
    found = controls(playground.window)
    assert len(found) > 30
    for control in found:
        assert control.accessibleName(), control
        assert control.toolTip(), name(control)
        # what is typed into a framed field lies a little inside the frame
        frame = control.parentWidget() if isinstance(control, NumberEntry) else None
        target = frame or control
        assert target.width() >= 32, name(control)
        assert target.height() >= 32, name(control)


def test_that_every_control_of_the_compare_mode_has_a_name_a_tooltip_and_room(open_playground, qtbot):
    playground = open_playground(dataset="blobs")
    playground.compare.keep()
    qtbot.waitUntil(lambda: len(playground.compare.kept) == 1, timeout=PATIENCE_MS)
    window = playground.window
    window.header.mode_selected.emit("compare")
    row = window.compare.runs.rows[playground.compare.kept[0].key]
    qtbot.waitUntil(row.isVisible, timeout=PATIENCE_MS)
    row.setFocus()
    found = [control for control in controls(window) if window.compare.isAncestorOf(control)]
    assert {row, row.box, row.train_button, *window.compare.cards.values()} <= set(found)
    for control in found:
        assert control.accessibleName(), control
        assert control.toolTip(), name(control)
        assert control.width() >= 32, name(control)
        assert control.height() >= 32, name(control)


def test_that_tab_reaches_every_control_once_a_round_in_reading_order(open_playground, qtbot):
    playground = open_playground(regularization="l2")
    window = playground.window
    window.setFocus()
    expected = {
        c for c in controls(window)
        if c.focusPolicy() & Qt.FocusPolicy.TabFocus and c.isEnabled()
    }  # fmt: skip
    reached: list[QWidget] = []
    for _ in range(len(expected) + 5):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focus = window.focusWidget()
        if focus in reached:
            break
        reached.append(focus)
    missing = [name(c) for c in expected - set(reached)]
    assert not missing
    areas = [window.header, window.data, window.hyper, window.network, window.output, window.strip]
    order = [next(i for i, area in enumerate(areas) if area.isAncestorOf(w)) for w in reached]
    start = order.index(0)
    turned = order[start:] + order[:start]
    assert turned == sorted(turned), [name(w) for w in reached]


def test_that_space_belongs_to_the_control_that_the_keyboard_has_reached(playground, qtbot):
    box = playground.window.output.mark_mistakes
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    assert playground.workbench.is_playing


def test_that_space_still_pauses_after_a_click_on_another_control(playground, qtbot):
    box = playground.window.output.mark_mistakes
    qtbot.mouseClick(box, LEFT)
    assert not box.isChecked()
    qtbot.keyClick(playground.window.focusWidget() or playground.window, Qt.Key.Key_Space)
    assert not playground.workbench.is_playing
    assert not box.isChecked()


def test_that_letters_choose_in_a_field_that_the_keyboard_has_reached(playground, qtbot):
    field = playground.window.hyper.settings["optimizer"]
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(field, Qt.Key.Key_S)
    wait_for_experiment(qtbot, playground, optimizer="sgd")
    assert playground.workbench.is_playing


def test_that_letters_typed_into_a_field_start_nothing(playground, qtbot):
    field = playground.window.network.structure
    qtbot.mouseClick(field, LEFT)
    qtbot.keyClicks(field, "sr ")
    assert playground.workbench.is_playing
    assert "sr " in field.text()


def test_that_size_decides_between_regular_and_compact_columns(open_playground):
    regular = open_playground(size=(1440, 900)).window
    compact = open_playground(size=(1180, 720)).window
    assert compact.data.width() < regular.data.width()
    assert compact.output.width() < regular.output.width()
    assert compact.hyper.height() > regular.hyper.height()


def test_that_a_choice_changes_after_the_window_was_made_small(open_playground, qtbot):
    playground = open_playground()
    playground.window.resize(1180, 720)
    choose(qtbot, playground.window.hyper.settings["activation"], "relu")
    wait_for_experiment(qtbot, playground, activation="relu")
    pause(qtbot, playground)
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        playground.window.resize(1440, 900)

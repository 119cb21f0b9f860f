"""The card of examples in the real window: found by words and groups, opened with keys and clicks, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from playground.application import PlaygroundApplication
from playground.controllers.examples.examples_controller import ExamplesController
from playground.models.examples.shelf import Shelf
from playground.models.experiment.experiment import Experiment
from playground.models.run.speed import WATCHABLE
from playground.settings import Settings
from playground.views.examples.examples_card import ABOUT, LOADING, NOTHING, ExamplesCard
from tests.playground.actions import LEFT, PATIENCE_MS, epoch, pause, train_until, wait_for_experiment

CONTROL = Qt.KeyboardModifier.ControlModifier


def open_card(qtbot, playground: PlaygroundApplication) -> ExamplesCard:
    qtbot.keyClick(playground.window, Qt.Key.Key_E, CONTROL)
    card = playground.window.examples
    qtbot.waitUntil(lambda: bool(card.grid.tiles), timeout=PATIENCE_MS)
    return card


def press(qtbot, key: Qt.Key) -> None:
    """Press a key where the keyboard is."""
    owner = QApplication.focusWidget()
    assert owner is not None
    qtbot.keyClick(owner, key)


def titles(card: ExamplesCard) -> list[str]:
    return [tile.example.title for tile in card.grid.shown]


def test_that_an_example_is_found_opened_trained_and_undone_with_keys_alone(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,), backend="array", speed=None)
    bench, window = playground.workbench, playground.window
    train_until(qtbot, playground, 5)
    pause(qtbot, playground)
    before, stood = bench.experiment, epoch(playground)
    parameters = bench.frame.parameters
    steps = bench.undo_stack.count()

    card = open_card(qtbot, playground)
    assert card.field.hasFocus()
    qtbot.keyClicks(card.field, "clears nine")
    assert titles(card) == ["L1 clears out"]
    press(qtbot, Qt.Key.Key_Return)
    assert not card.isVisible()
    wait_for_experiment(qtbot, playground, regularization="l1", hidden=(6,), backend="array")
    assert bench.experiment.name == "L1 clears out"
    assert bench.undo_stack.count() == steps + 1
    assert bench.undo_stack.undoText() == "example"
    assert bench.speed == WATCHABLE
    assert bench.is_playing
    assert window.network.notice.text.startswith("Of nine inputs")
    qtbot.waitUntil(lambda: 0 <= epoch(playground) < stood or epoch(playground) > 0, timeout=PATIENCE_MS)

    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert bench.experiment == before
    qtbot.waitUntil(
        lambda: bench.frame is not None and bench.frame.parameters.shape == parameters.shape,
        timeout=PATIENCE_MS,
    )
    assert epoch(playground) == stood
    assert (bench.frame.parameters == parameters).all()
    assert not bench.is_playing
    qtbot.keyClick(window, Qt.Key.Key_Y, CONTROL)
    wait_for_experiment(qtbot, playground, regularization="l1")


def test_that_arrows_groups_and_escape_work_and_no_key_reaches_the_window_below(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,), backend="array")
    window = playground.window
    pause(qtbot, playground)
    stood = epoch(playground)
    window.network.canvas.setFocus()
    card = open_card(qtbot, playground)
    tiles = card.grid.tiles
    assert len(tiles) >= 16
    columns = sum(tile.y() == 0 for tile in tiles)
    assert columns == 4

    press(qtbot, Qt.Key.Key_Down)
    assert tiles[0].hasFocus()
    for key, at in (
        (Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 5), (Qt.Key.Key_Left, 4), (Qt.Key.Key_End, len(tiles) - 1),
        (Qt.Key.Key_Down, len(tiles) - 1), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0),
    ):  # fmt: skip
        press(qtbot, key)
        assert tiles[at].hasFocus()
    # A row that is out of sight scrolls in.
    press(qtbot, Qt.Key.Key_End)
    place = tiles[-1].mapTo(card.body, QPoint())
    assert card.body.rect().contains(place)
    # Keys of the window: a step, a mode, new weights.
    for key in (Qt.Key.Key_S, Qt.Key.Key_N, Qt.Key.Key_R, Qt.Key.Key_D):
        press(qtbot, key)
    assert epoch(playground) == stood
    assert not playground.workbench.undo_stack.canUndo()
    # Tab stays in the card.
    seen = set()
    for _ in range(20):
        press(qtbot, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert all(widget is not None and card.isAncestorOf(widget) for widget in seen)
    assert {card.field, card.close_button, card.start_switch, tiles[-1]} <= seen
    assert len(seen) < 20  # one tile only: arrows lead to the others

    qtbot.mouseClick(card.chips.chips["Regression"], LEFT)
    assert {"A slope", "Hills and hollows"} <= set(titles(card))
    assert "Two moons" not in titles(card)
    card.field.setFocus()
    qtbot.keyClicks(card.field, "qqq")
    assert titles(card) == []
    assert card.message.text() == NOTHING
    assert card.message.isVisible()
    qtbot.mouseClick(card.clear_button, LEFT)
    assert titles(card) == [tile.example.title for tile in tiles]
    assert card.field.hasFocus()
    qtbot.keyClicks(card.field, "spiral")
    press(qtbot, Qt.Key.Key_Escape)  # first the search, then the card
    assert titles(card) == [tile.example.title for tile in tiles]
    assert card.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Up)
    assert card.field.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.network.canvas.hasFocus()


def test_that_a_click_opens_from_any_mode_even_the_same_settings_again(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,), backend="array")
    window, bench = playground.window, playground.workbench
    window.resize(1180, 720)
    window.open_mode("compare")
    window.header.menu.rows["examples"].click()
    card = window.examples
    qtbot.waitUntil(lambda: bool(card.grid.tiles), timeout=PATIENCE_MS)
    assert sum(tile.y() == 0 for tile in card.grid.tiles) == 3
    first = card.grid.tiles[0]
    qtbot.mouseClick(first, LEFT)
    assert window.data.isVisible()
    wait_for_experiment(qtbot, playground, noise=first.example.experiment.noise, hidden=(4,))
    train_until(qtbot, playground, 3)
    pause(qtbot, playground)
    stood, count = epoch(playground), bench.undo_stack.count()
    open_card(qtbot, playground)
    qtbot.mouseClick(first, LEFT)
    bench.set_playing(False)
    assert bench.undo_stack.count() == count + 1
    qtbot.waitUntil(lambda: 0 <= epoch(playground) < stood, timeout=PATIENCE_MS)
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: epoch(playground) == stood, timeout=PATIENCE_MS)


def test_that_an_example_does_not_write_over_the_file_that_was_open(open_playground, qtbot, tmp_path: Path):
    playground = open_playground(dataset="circle", hidden=(3,), backend="array")
    bench = playground.workbench
    pause(qtbot, playground)
    path = tmp_path / "mine.playground"
    with qtbot.waitSignal(bench.file_saved, timeout=PATIENCE_MS):
        bench.save_file(path)
    shown: list[Path | None] = []
    bench.file_changed.connect(shown.append)
    card = open_card(qtbot, playground)
    qtbot.mouseClick(card.grid.tiles[1], LEFT)
    assert bench.path is None
    assert bench.is_changed
    bench.undo_stack.undo()
    assert bench.path == path
    assert not bench.is_changed
    bench.undo_stack.redo()
    assert bench.path is None
    assert shown == [None, path, None]


def test_that_a_damaged_file_is_told_of_in_the_foot(open_playground, qtbot, tmp_path: Path):
    from tests.playground.models.examples.test_shelf import GOOD, put

    put(tmp_path, GOOD, GOOD.replace("hidden", "hiden"), "x")
    playground = open_playground(dataset="circle", hidden=(3,), backend="array")
    window, card = playground.window, playground.window.examples
    window.examples_wanted.disconnect(playground.examples.open)
    settings = Settings(playground._settings._store)
    reader = ExamplesController(playground.workbench, window, settings, playground, tmp_path)
    reader.open()
    qtbot.waitUntil(lambda: bool(card.grid.tiles), timeout=PATIENCE_MS)
    assert titles(card) == ["A circle"]
    told = card.about.text()
    assert told.startswith("1.toml is no example: it has an unknown setting 'hiden'. 1 more file")
    card.grid.tiles[0].grab()  # without a picture
    reader.job.close()
    gone = ExamplesController(playground.workbench, window, settings, playground, tmp_path / "gone")
    gone.open()
    qtbot.waitUntil(lambda: card.message.text().startswith("There are no examples: "), timeout=PATIENCE_MS)
    gone.job.close()


def test_that_a_card_without_examples_goes_on_to_say_why(qtbot, tmp_path: Path):
    window = QMainWindow()
    qtbot.addWidget(window)
    card = ExamplesCard(window, QWidget(window))
    window.show()
    card.open_with_search()
    for said, happens in (
        (LOADING, lambda: None),
        ("There are no examples: the folder is gone.", lambda: card.refuse("the folder is gone")),
        ("There are no examples.", lambda: card.set_shelf(Shelf((), ()), tmp_path)),
    ):
        happens()
        qtbot.keyClicks(card.field, "xor")
        assert card.message.text() == said
        qtbot.keyClick(card.field, Qt.Key.Key_Escape)
        assert card.message.text() == said
        assert card.message.isVisible()
        assert not card.clear_button.isVisible()


@pytest.mark.parametrize(("stored", "opens"), [(None, True), (False, False), (True, True)])
def test_that_the_first_start_shows_the_examples_and_others_do_where_it_is_wanted(
    open_playground, qtbot, store, stored, opens
):
    settings = Settings(store)
    if stored is not None:
        settings.examples_at_start = stored
    playground = open_playground(dataset="circle", hidden=(3,), backend="array")
    card = playground.window.examples
    playground.examples.open_at_start()
    assert card.isVisible() is opens
    assert settings.examples_at_start is bool(stored)  # the second start is as the switch says
    if opens:
        qtbot.mouseClick(card.start_switch, LEFT, pos=card.start_switch.rect().center())
        assert settings.examples_at_start is not bool(stored)
        assert card.about.text() == ABOUT
        qtbot.mouseClick(card, LEFT, pos=QPoint(5, 5))  # beside the card
        assert not card.isVisible()


def test_that_a_window_closed_before_its_first_picture_leaves_the_examples_to_the_next_start(
    qapp, qtbot, store
):
    settings = Settings(store)
    playground = PlaygroundApplication(qapp, settings)
    playground.started.connect(playground.examples.open_at_start)
    qtbot.addWidget(playground.window)
    playground.window.show()
    with qtbot.waitSignal(playground.started):
        playground.window.close()
    assert settings.examples_at_start is None
    assert playground.window.examples.isHidden()
    playground.deleteLater()


def test_that_own_data_and_hidden_controls_stay_with_the_person(open_playground, qtbot):
    from playground.models.data.formula_data import FormulaData

    mine = Experiment(
        dataset="own", source=FormulaData("y > x"), hidden=(3,), hidden_controls=("speed",), backend="array"
    )
    playground = open_playground(**vars(mine))
    card = open_card(qtbot, playground)
    qtbot.mouseClick(card.grid.tiles[0], LEFT)
    now = playground.workbench.experiment
    assert now.source is not None
    assert now.source.title == "y > x"
    assert (now.dataset, now.hidden_controls, now.backend) == ("circle", ("speed",), "array")

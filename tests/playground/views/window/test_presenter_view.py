from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.output.boundary_plot import BoundaryPlot
from playground.views.window.presenter_view import PresenterView
from playground.views.window.train_screen import TrainScreen

LEFT = Qt.MouseButton.LeftButton
SMALLEST_TEXT = 18


@pytest.fixture
def screen(qtbot):
    screen = TrainScreen({"classification": [("a", "A")], "regression": [("b", "B")]})
    qtbot.addWidget(screen)
    screen.resize(1440, 900)
    screen.show()
    return screen


@pytest.fixture
def presenter(screen, qtbot):
    presenter = PresenterView(screen.network.canvas, screen.output.plot, screen.network.notice)
    qtbot.addWidget(presenter)
    presenter.resize(1280, 720)
    presenter.borrow()
    presenter.show()
    apply_to_tree(presenter, LIGHT)
    qtbot.wait(20)
    yield presenter
    presenter.give_back()


def zoom(presenter: PresenterView) -> float:
    return presenter._body_view.zoom


def test_that_no_text_is_under_18_pixels(presenter):
    header = [label.font().pixelSize() for label in presenter.header.findChildren(QLabel)]
    assert min(header) * presenter._header_view.zoom >= SMALLEST_TEXT
    # 11 is the smallest of all font roles of canvas and chart
    assert 11 * zoom(presenter) >= SMALLEST_TEXT


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768), (2560, 1080)])
def test_that_everything_keeps_its_proportions_and_nothing_is_scrolled(presenter, qtbot, size):
    presenter.resize(QSize(*size))
    scale = min(size[0] / 1280, size[1] / 720)
    qtbot.waitUntil(lambda: zoom(presenter) == pytest.approx(18 / 11 * scale))
    plot = presenter.findChild(BoundaryPlot) or presenter._plot
    assert plot.side * zoom(presenter) == pytest.approx(350 * scale, rel=0.01)
    for view in (presenter._header_view, presenter._body_view):
        scene_view = view._view
        if scene_view is not None:
            assert scene_view.horizontalScrollBar().maximum() == 0
            assert scene_view.verticalScrollBar().maximum() == 0


def test_that_buttons_of_the_header_are_large_enough_and_speak(presenter, qtbot):
    said: list[str] = []
    presenter.play_pressed.connect(lambda: said.append("play"))
    presenter.step_pressed.connect(lambda: said.append("step"))
    presenter.close_pressed.connect(lambda: said.append("close"))
    header = presenter.header
    for button in (header.play_button, header.step_button, header.close_button):
        assert min(button.width(), button.height()) >= 44
        assert button.accessibleName()
        qtbot.mouseClick(button, LEFT)
    assert said == ["play", "step", "close"]


def test_that_canvas_and_boundary_go_home_as_they_were(screen, qtbot):
    canvas, plot = screen.network.canvas, screen.output.plot
    qtbot.wait(20)
    sizes = canvas.size(), plot.size()
    presenter = PresenterView(canvas, plot, screen.network.notice)
    qtbot.addWidget(presenter)
    presenter.resize(1280, 720)
    presenter.borrow()
    assert isinstance(canvas, NetworkCanvas)
    assert not screen.isAncestorOf(canvas)
    assert not screen.isAncestorOf(plot)
    presenter.give_back()
    presenter.give_back()
    assert screen.isAncestorOf(canvas)
    assert screen.isAncestorOf(plot)
    qtbot.waitUntil(lambda: (canvas.size(), plot.size()) == sizes)


def test_that_a_long_name_leaves_room_for_the_figures(presenter, qtbot):
    header = presenter.header
    header.set_title("a very long name of an experiment that nobody can read from afar")
    header.set_network((64, 64, 64, 64, 64, 64, 10), "tanh")
    header.set_progress(123_456_789, "96.7 % correct")
    qtbot.wait(20)
    assert header.close_button.geometry().right() <= header.width()
    epoch = header._epoch
    assert epoch.width() >= epoch.sizeHint().width()


def test_that_what_is_said_is_seen_and_goes_back_to_the_train_screen(screen, presenter):
    notice, body = screen.network.notice, presenter._body
    notice.set_problem("The numbers left their range: " + "a rather long explanation of it. " * 6)
    place = QRect(notice.mapTo(body, QPoint(0, 0)), notice.size())
    assert notice.isVisible()
    assert body.rect().contains(place)
    assert place.height() >= notice.height_at(place.width())
    assert body.childAt(place.center()) in (notice, *notice.children())
    presenter.give_back()
    screen.take_notice()
    assert notice.isVisible()
    assert notice.parentWidget() is screen.network
    assert notice.width() == screen.network.width()

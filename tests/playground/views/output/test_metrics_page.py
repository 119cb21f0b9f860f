from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from sklearn.metrics import (
    accuracy_score,
    f1_score,
    mean_absolute_error,
    precision_recall_fscore_support,
    precision_score,
    r2_score,
    recall_score,
    root_mean_squared_error,
)

from playground.models.diagnosis.metrics import ClassMetrics, Metrics, PartMetrics, measure
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from playground.style.theme import DARK, LIGHT
from playground.views.output.metrics_page import MetricsPage
from tests.playground.views.painted import painted_lines, painted_texts

LEFT = Qt.MouseButton.LeftButton
UNKNOWN = "–"


@pytest.fixture(scope="module")
def iris() -> Training:
    run = Training.of(Experiment(dataset="iris", hidden=(4,), backend="array"))
    run.trainer.train_for(20.0, 3)
    return run


@pytest.fixture(scope="module")
def diabetes() -> Training:
    run = Training.of(Experiment(dataset="diabetes", hidden=(), backend="array"))
    run.trainer.train_for(20.0, 3)
    return run


@pytest.fixture
def page(qtbot: QtBot) -> MetricsPage:
    page = MetricsPage()
    qtbot.addWidget(page)
    qtbot.addWidget(page.head)
    page.resize(388, 900)  # high enough that nothing has to be scrolled to
    page.head.resize(180, 32)
    page.show()
    page.head.show()
    return page


def metrics_of(run: Training) -> Metrics:
    return measure(run.network, run.trainer.parameters, 0.4321, 0.5678)


def made_up(n_classes: int, **values: Any) -> Metrics:
    """Figures of a network that is right about every class, two samples each."""
    counts = 2 * np.eye(n_classes, dtype=np.int64)
    ones = np.ones(n_classes)
    by_class = ClassMetrics(ones, ones, ones, counts.sum(axis=1))
    n = int(counts.sum())
    part = PartMetrics(
        n, n, 0.25, accuracy=1.0, precision=1.0, recall=1.0, f1=1.0, by_class=by_class, confusion=counts
    )
    part = replace(part, **values)
    return Metrics("classification", tuple(f"class {n}" for n in range(n_classes)), part, part)


def figure(page: MetricsPage, name: str) -> str:
    """What is painted beside a name."""
    line = next(line for line in painted_lines(page) if line[0] == name)
    return line[1]


def share(text: str) -> float:
    return float(text.removesuffix(" %")) / 100


def table(page: MetricsPage) -> dict[str, list[str]]:
    """What is painted below the head of the classes."""
    lines = painted_lines(page)
    first = lines.index(["Class", "Precision", "Recall", "F1", "Points"])
    return {line[0]: line[1:] for line in lines[first + 1 :] if len(line) == 5}


def click_part(qtbot: QtBot, page: MetricsPage, part: str) -> None:
    qtbot.mouseClick(page.part, LEFT, pos=page.part.segment_rect(part).center())


def answers(run: Training, part: str) -> tuple[np.ndarray, np.ndarray]:
    """Truth and what the trainer's own program says, by part."""
    split = run.network.split
    if part == "train":
        return split.y_train, run.trainer.predict_classes(split.X_train)
    return split.y_test, run.trainer.predict_classes(split.X_test)


def assert_judged(page: MetricsPage, truth: np.ndarray, predicted: np.ndarray) -> None:
    for name, expected in {
        "Accuracy": accuracy_score(truth, predicted),
        "Precision": precision_score(truth, predicted, average="macro"),
        "Recall": recall_score(truth, predicted, average="macro"),
        "F1": f1_score(truth, predicted, average="macro"),
    }.items():
        assert share(figure(page, name)) == pytest.approx(expected, abs=0.00051), name


def test_that_the_test_part_comes_first_with_the_figures_of_scikit_learn(page, iris):
    page.set_metrics(metrics_of(iris))
    assert page.part.value() == "test"
    assert_judged(page, *answers(iris, "test"))
    assert figure(page, "Loss") == "0.5678"


def test_that_a_click_shows_the_figures_of_the_training_part_and_another_those_of_the_test_part(
    page, iris, qtbot
):
    page.set_metrics(metrics_of(iris))
    before = painted_lines(page)
    click_part(qtbot, page, "train")
    assert_judged(page, *answers(iris, "train"))
    assert figure(page, "Loss") == "0.4321"
    click_part(qtbot, page, "test")
    assert painted_lines(page) == before


def test_that_arrow_keys_change_the_part(page, iris, qtbot):
    page.set_metrics(metrics_of(iris))
    qtbot.keyClick(page.part, Qt.Key.Key_Left)
    assert_judged(page, *answers(iris, "train"))
    qtbot.keyClick(page.part, Qt.Key.Key_Right)
    assert_judged(page, *answers(iris, "test"))


def test_that_new_figures_leave_the_chosen_part(page, iris, qtbot):
    click_part(qtbot, page, "train")
    assert page.figures == {}
    page.set_metrics(metrics_of(iris))
    assert_judged(page, *answers(iris, "train"))
    page.set_metrics(measure(iris.network, iris.trainer.parameters, 0.1111, 0.2222))
    assert figure(page, "Loss") == "0.1111"


@pytest.mark.parametrize("part", ["train", "test"])
def test_that_every_class_has_the_row_of_scikit_learn(page, iris, qtbot, part):
    page.set_metrics(metrics_of(iris))
    click_part(qtbot, page, part)
    truth, predicted = answers(iris, part)
    columns = precision_recall_fscore_support(truth, predicted, zero_division=0.0)
    rows = table(page)
    assert list(rows) == ["setosa", "versicolor", "virginica"]
    for (*shares, support), expected in zip(rows.values(), zip(*columns, strict=True), strict=True):
        assert [share(text) for text in shares] == pytest.approx(expected[:3], abs=0.00051)
        assert int(support) == expected[3]


def test_that_the_confusion_matrix_is_the_one_of_the_chosen_part(page, iris, qtbot):
    page.set_metrics(metrics_of(iris))
    for part in ("test", "train"):
        click_part(qtbot, page, part)
        truth, predicted = answers(iris, part)
        counted = [int(text.text) for text in painted_texts(page.matrix)]
        expected = [((truth == i) & (predicted == j)).sum() for i in range(3) for j in range(3)]
        assert counted == expected


@pytest.mark.parametrize("part", ["train", "test"])
def test_that_predicted_numbers_are_judged_as_scikit_learn_does_in_the_units_of_the_data(
    page, diabetes, qtbot, part
):
    page.set_metrics(metrics_of(diabetes))
    click_part(qtbot, page, part)
    split = diabetes.network.split
    X, rows = (split.X_train, split.train_indices) if part == "train" else (split.X_test, split.test_indices)
    truth, predicted = split.dataset.y[rows], split.target_to_data(diabetes.trainer.predict(X)[:, 0])
    for name, expected in {
        "R²": r2_score(truth, predicted),
        "Mean absolute error": mean_absolute_error(truth, predicted),
        "Root mean squared error": root_mean_squared_error(truth, predicted),
    }.items():
        assert float(figure(page, name)) == pytest.approx(expected, rel=6e-4), name


def test_that_predicted_numbers_have_neither_a_matrix_nor_a_table_of_classes(page, diabetes):
    page.set_metrics(metrics_of(diabetes))
    assert not page.matrix.isVisible()
    assert [line[0] for line in painted_lines(page)] == [
        "Loss", "R²", "Mean absolute error", "Root mean squared error", "133 points",
    ]  # fmt: skip


def test_that_other_data_leave_nothing_of_the_figures_before(page, iris, diabetes):
    page.set_metrics(metrics_of(iris))
    classes = painted_lines(page)
    page.set_metrics(metrics_of(diabetes))
    numbers = painted_lines(page)
    assert {text for line in classes for text in line} & {text for line in numbers for text in line} == {
        "Loss", "0.5678",
    }  # fmt: skip
    page.set_metrics(metrics_of(iris))
    assert page.matrix.isVisible()
    assert painted_lines(page) == classes


def test_that_fewer_classes_leave_no_row_behind(page):
    page.set_metrics(made_up(7))
    assert list(table(page)) == [f"class {n}" for n in range(7)]
    page.set_metrics(made_up(3))
    assert list(table(page)) == ["class 0", "class 1", "class 2"]
    assert not [text for line in painted_lines(page) for text in line if text == "class 5"]


def test_that_what_is_not_known_is_a_dash(page):
    page.set_metrics(made_up(2, loss=None))
    assert figure(page, "Loss") == UNKNOWN
    unknown = PartMetrics(4, 4, None, mean_absolute_error=2.0, root_mean_squared_error=3.0)
    page.set_metrics(Metrics("regression", (), unknown, unknown))
    assert (figure(page, "Loss"), figure(page, "R²")) == (UNKNOWN, UNKNOWN)
    assert figure(page, "Mean absolute error") == "2"


def test_that_the_page_says_how_many_points_were_judged_where_not_all_were(page):
    page.set_metrics(made_up(2, n_judged=5000, n_samples=7000))
    assert painted_lines(page)[-1] == ["7,000 points; measured on 5,000 of them"]
    page.set_metrics(made_up(2, n_judged=5000, n_samples=5000))
    assert painted_lines(page)[-1] == ["5,000 points"]


def test_that_values_are_read_out_by_their_names(page, iris):
    page.set_metrics(metrics_of(iris))
    for name, text in page.figures.items():
        [value] = [label for label in page.findChildren(object) if _name(label) == name]
        assert value.text() == text


def _name(thing: object) -> str:
    return thing.accessibleName() if hasattr(thing, "accessibleName") else ""


@pytest.mark.parametrize(("n_classes", "is_beside"), [(2, True), (5, True), (6, False), (10, False)])
def test_that_a_small_matrix_stands_beside_the_figures_and_a_large_one_below(
    page, qtbot, n_classes, is_beside
):
    page.set_metrics(made_up(n_classes))
    matrix = page.matrix
    qtbot.waitUntil(lambda: matrix.size() == matrix.sizeHint())
    lines = painted_lines(page)
    f1 = next(text for text in painted_texts(page) if text.text == "F1" and text.x < 10)
    top = matrix.mapTo(page, matrix.rect().topLeft()).y()
    assert (top < f1.y) is is_beside
    assert lines[-1] == [f"{2 * n_classes} points"]
    # All of it is in sight.
    assert matrix.visibleRegion().boundingRect() == matrix.rect()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_figures_that_come_later_wear_the_theme_too(page, iris, diabetes, theme):
    page.set_metrics(metrics_of(iris))
    page.set_theme(theme)
    page.set_metrics(metrics_of(diabetes))
    inks = {text.text: QColor(text.ink) for text in painted_texts(page)}
    assert inks["R²"] == QColor(theme.ink2)
    assert inks["0.5678"] == QColor(theme.ink)
    page.set_metrics(metrics_of(iris))
    inks = {text.text: QColor(text.ink) for text in painted_texts(page)}
    assert inks["Accuracy"] == QColor(theme.ink2)
    assert inks["0.5678"] == QColor(theme.ink)
    assert inks["virginica"] == QColor(theme.ink)
    assert inks["Points"] == QColor(theme.ink3)


def test_that_keys_scroll_down_to_the_last_line_where_there_is_no_room(page, iris, qtbot):
    page.resize(388, 120)
    page.set_metrics(metrics_of(iris))
    scroll = page.findChild(QScrollArea)
    assert scroll is not None
    bar = scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert ["45 points"] not in painted_lines(scroll.viewport())
    for _ in range(10):
        qtbot.keyClick(scroll, Qt.Key.Key_PageDown)
    assert painted_lines(scroll.viewport())[-1] == ["45 points"]


def test_that_long_names_of_classes_leave_their_figures_in_sight(page, qtbot):
    metrics = made_up(2)
    names = tuple(f"{name}, as people name things who have a whole column for it" for name in "ab")
    page.set_metrics(replace(metrics, class_names=names))
    scroll = page.findChild(QScrollArea)
    assert scroll is not None
    qtbot.waitUntil(lambda: page.matrix.size() == page.matrix.sizeHint())
    assert page.matrix.visibleRegion().boundingRect() == page.matrix.rect()
    assert scroll.widget().width() <= scroll.viewport().width()


def test_that_the_figures_of_as_many_classes_as_a_table_may_have_are_in_sight(page, qtbot):
    page.resize(388, 1400)
    page.set_metrics(made_up(20))
    scroll = page.findChild(QScrollArea)
    assert scroll is not None
    qtbot.waitUntil(lambda: page.matrix.size() == page.matrix.sizeHint())
    assert scroll.widget().width() <= scroll.viewport().width()

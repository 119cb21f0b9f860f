from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from sklearn.metrics import confusion_matrix

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.output.confusion_matrix import HEAD, ConfusionMatrix
from tests.playground.views.painted import painted_texts, settle

FLOWERS = ("setosa", "versicolor", "virginica")
# 50 setosa, 48 versicolor, 30 virginica; rows are true classes.
COUNTS = np.array([[50, 0, 0], [1, 45, 2], [0, 10, 20]])


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    show(matrix, COUNTS, FLOWERS)
    return matrix


def show(matrix: ConfusionMatrix, counts: np.ndarray, names: tuple[str, ...] | None = None) -> None:
    matrix.set_counts(counts, names or tuple(f"class {n}" for n in range(len(counts))))
    matrix.resize(matrix.sizeHint())
    matrix.show()


def painted_counts(matrix: ConfusionMatrix, n_classes: int) -> np.ndarray:
    """Read the picture: the number that stands in each cell."""
    found = np.full((n_classes, n_classes), -1)
    for text in painted_texts(matrix):
        [(row, column)] = [
            (row, column)
            for row in range(n_classes)
            for column in range(n_classes)
            if matrix.cell(row, column).contains(QPointF(text.x, text.y))
        ]
        assert found[row, column] == -1, "two numbers in a cell"
        found[row, column] = int(text.text)
    return found


def tint(picture: QImage, matrix: ConfusionMatrix, row: int, column: int) -> QColor:
    """The ground of a cell, beside its number."""
    corner = matrix.cell(row, column).topLeft().toPoint()
    return picture.pixelColor(corner + QPoint(3, 3))


def distance(color: QColor, other: str) -> int:
    b = QColor(other)
    return abs(color.red() - b.red()) + abs(color.green() - b.green()) + abs(color.blue() - b.blue())


def tip_at(matrix: ConfusionMatrix, at: QPoint) -> str:
    QApplication.sendEvent(matrix, QHelpEvent(QHelpEvent.Type.ToolTip, at, matrix.mapToGlobal(at)))
    return QToolTip.text()


def hide_tip(qtbot: QtBot, matrix: ConfusionMatrix) -> None:
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not any(w.isVisible() for w in QApplication.topLevelWidgets() if w is not matrix))


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(n_classes=st.integers(2, 12), seed=st.integers(0, 1000))
def test_that_the_counts_of_scikit_learn_stand_in_their_cells(matrix, n_classes, seed):
    truth, predicted = np.random.default_rng(seed).integers(0, n_classes, (2, 150))
    expected = confusion_matrix(truth, predicted, labels=range(n_classes))
    show(matrix, expected)
    np.testing.assert_array_equal(painted_counts(matrix, n_classes), expected)


@pytest.mark.parametrize("n_classes", [2, 5])
def test_that_four_digits_fit_into_a_cell(matrix, n_classes):
    show(matrix, np.full((n_classes, n_classes), 4888))
    assert {text.text for text in painted_texts(matrix)} == {"4888"}


def test_that_four_digits_fit_into_a_cell_of_many_classes(matrix):
    show(matrix, np.full((6, 6), 1234))
    assert {text.text for text in painted_texts(matrix)} == {"1234"}


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (0, 0, "50 setosa recognised"),
        (1, 2, "2 versicolor taken for virginica"),
        (2, 1, "10 virginica taken for versicolor"),
        (2, 0, "0 virginica taken for setosa"),
    ],
)
def test_that_the_tooltip_says_what_the_cell_under_the_pointer_counts(matrix, qtbot, row, column, said):
    assert tip_at(matrix, matrix.cell(row, column).center().toPoint()) == said
    hide_tip(qtbot, matrix)


def test_that_the_tooltip_at_the_marks_says_which_way_to_read(matrix, qtbot):
    for at in (QPoint(5, 5), QPoint(HEAD + 40, 5), QPoint(5, HEAD + 40)):
        assert tip_at(matrix, at) == "Rows: true classes; columns: predicted classes"
    hide_tip(qtbot, matrix)


def test_that_every_cell_that_counts_something_is_read_out(matrix):
    assert matrix.accessibleDescription().split("; ") == [
        "50 setosa recognised",
        "1 versicolor taken for setosa",
        "45 versicolor recognised",
        "2 versicolor taken for virginica",
        "10 virginica taken for versicolor",
        "20 virginica recognised",
    ]
    matrix.set_counts(np.array([[0, 3], [4, 0]]), ("no", "yes"))
    assert matrix.accessibleDescription() == "3 no taken for yes; 4 yes taken for no"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_a_cell_is_tinted_by_its_share_of_the_true_class(matrix, theme: Theme):
    matrix.set_theme(theme)
    show(matrix, np.array([[10, 0, 0], [5, 5, 0], [2, 3, 15]]))
    picture = matrix.grab().toImage()
    assert tint(picture, matrix, 0, 1) == QColor(theme.inset)
    right = [tint(picture, matrix, n, n) for n in (1, 2, 0)]  # 50, 75 and 100 %
    wrong = [tint(picture, matrix, 2, 0), tint(picture, matrix, 2, 1), tint(picture, matrix, 1, 0)]
    for colors, full in ((right, theme.positive), (wrong, theme.negative)):
        ways = [distance(color, full) for color in colors]
        assert ways == sorted(ways, reverse=True)
        assert len(set(ways)) == 3
        assert ways[0] < distance(QColor(theme.inset), full)


def test_that_the_tint_is_the_same_however_many_samples_a_class_has(matrix):
    show(matrix, np.array([[1, 3], [300, 100]]))
    picture = matrix.grab().toImage()
    assert tint(picture, matrix, 0, 0) == tint(picture, matrix, 1, 1)
    assert tint(picture, matrix, 0, 1) == tint(picture, matrix, 1, 0)
    assert tint(picture, matrix, 0, 0) != tint(picture, matrix, 0, 1)


def test_that_a_class_without_samples_is_a_row_of_zeros_without_tint(matrix):
    show(matrix, np.array([[4, 1], [0, 0]]))
    picture = matrix.grab().toImage()
    assert tint(picture, matrix, 1, 0) == tint(picture, matrix, 1, 1) == QColor(LIGHT.inset)
    assert painted_counts(matrix, 2)[1].tolist() == [0, 0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_zeros_are_fainter_than_what_was_counted(matrix, theme: Theme):
    matrix.set_theme(theme)
    show(matrix, np.array([[7, 0], [0, 8]]))
    inks = {text.text: QColor(text.ink) for text in painted_texts(matrix)}
    assert inks == {"7": QColor(theme.ink), "8": QColor(theme.ink), "0": QColor(theme.ink3)}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_rows_and_columns_are_marked_in_the_colours_of_their_classes(matrix, theme: Theme):
    matrix.set_theme(theme)
    show(matrix, np.eye(10, dtype=int))
    picture = matrix.grab().toImage()
    for label in range(10):
        middle = matrix.cell(label, label).center().toPoint()
        assert picture.pixelColor(HEAD // 2, middle.y()) == QColor(theme.classes[label])
        assert picture.pixelColor(middle.x(), HEAD // 2) == QColor(theme.classes[label])


@pytest.mark.parametrize(("n_classes", "n_shapes"), [(4, 1), (5, 5), (10, 10)])
def test_that_marks_differ_in_shape_where_colours_are_not_enough(matrix, n_classes, n_shapes):
    show(matrix, np.eye(n_classes, dtype=int))
    picture = matrix.grab().toImage()
    shapes = set()
    for label in range(n_classes):
        middle = QPoint(HEAD // 2, matrix.cell(label, label).center().toPoint().y())
        color = QColor(LIGHT.classes[label])
        shapes.add(
            tuple(
                picture.pixelColor(middle + QPoint(x, y)) == color for y in range(-6, 7) for x in range(-6, 7)
            )
        )
    assert len(shapes) == n_shapes


@pytest.mark.parametrize("n_classes", [2, 5, 6, 10, 20])
def test_that_all_cells_fit_and_none_covers_another(matrix, n_classes):
    show(matrix, np.eye(n_classes, dtype=int))
    last = matrix.cell(n_classes - 1, n_classes - 1)
    assert last.right() < matrix.width() <= last.right() + 2
    assert last.bottom() < matrix.height() <= last.bottom() + 2
    for n in range(n_classes - 1):
        assert matrix.cell(0, n).right() == matrix.cell(0, n + 1).left()
        assert matrix.cell(n, 0).bottom() == matrix.cell(n + 1, 0).top()


def test_that_a_layout_gives_a_matrix_of_other_size_other_room(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    matrix = ConfusionMatrix()
    QVBoxLayout(window).addWidget(matrix)
    window.show()
    sides = []
    for n_classes in (3, 5, 2, 3):
        matrix.set_counts(np.eye(n_classes, dtype=int), tuple("abcde"[:n_classes]))
        settle()
        assert painted_counts(matrix, n_classes).trace() == n_classes
        sides.append(matrix.width())
        assert matrix.height() == matrix.width()
    assert sides[2] < sides[0] == sides[3] < sides[1]

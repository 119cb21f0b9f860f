from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sklearn.datasets import load_diabetes, load_digits, load_iris
from sklearn.metrics import log_loss

from playground.models.diagnosis.inspection import Inspection, inspect
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from playground.style.theme import DARK, LIGHT, Theme
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.output.point_card import PointCard
from tests.playground.views.painted import painted_lines, painted_texts

LEFT = Qt.MouseButton.LeftButton
ROOM = 900, 640
PLOT = QRectF(480, 120, 388, 388)


def trained(**values: Any) -> Training:
    run = Training.of(Experiment(backend="array", **values))
    run.trainer.train_for(20.0, 3)
    return run


@pytest.fixture(scope="module")
def iris() -> Training:
    return trained(dataset="iris", hidden=(4,))


@pytest.fixture(scope="module")
def digits() -> Training:
    return trained(dataset="digits", hidden=(4,))


@pytest.fixture(scope="module")
def diabetes() -> Training:
    return trained(dataset="diabetes", hidden=())


@pytest.fixture(scope="module")
def circle() -> Training:
    return trained(dataset="circle", loss="binary_cross_entropy", hidden=(3,))


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[PointCard]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(*ROOM)
    card = PointCard(parent)
    parent.show()
    card.show()
    yield card
    parent.hide()  # and lives until here


def show(card: PointCard, run: Training, row: int) -> Inspection:
    inspection = inspect(run.network, run.trainer.parameters, row)
    card.set_inspection(inspection, run.network.split.dataset.class_names)
    return inspection


def made_up(**values: Any) -> Inspection:
    """A sample of the second of two classes, recognised."""
    inspection = Inspection(
        row=6,
        is_training=False,
        task="classification",
        feature_names=("width", "height"),
        features=np.array([1.5, -0.25]),
        picture=None,
        logits=np.array([-1.0, 1.0]),
        probabilities=np.array([0.1, 0.9]),
        target=1.0,
        predicted=1.0,
        loss=0.105,
    )
    return replace(inspection, **values)


def rows(card: PointCard) -> dict[str, list[str]]:
    return {line[0]: line[1:] for line in painted_lines(card)}


def number(text: str) -> float:
    return float(text.replace("−", "-").removesuffix(" %"))


def probabilities(run: Training, row: int) -> np.ndarray:
    """What the trainer's own program says of a sample, shape (n_classes,)."""
    outputs: np.ndarray = run.trainer.predict(
        run.network.split.to_model(run.network.split.dataset.X[row : row + 1])
    )[0]
    return outputs


def body(card: PointCard) -> QRect:
    """The card without its shadow, in its parent."""
    return card.geometry().adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN)


def test_that_the_head_names_the_point_and_its_part(card, iris):
    for row, part in (
        (iris.network.split.train_indices[3], "training"),
        (iris.network.split.test_indices[3], "test"),
    ):
        show(card, iris, int(row))
        assert painted_lines(card)[:2] == [[f"Point {row + 1}"], [f"{part} data"]]


def test_that_pixels_and_labels_that_training_was_given_stand_beside_the_samples_own(card):
    pixels = np.arange(4.0)
    values = {"picture": (2, 2), "features": pixels[::-1], "feature_names": ("",) * 4}
    card.set_inspection(made_up(**values), ("no", "yes"))
    plain, plain_height = painted_lines(card), card.height()
    card.set_inspection(made_up(**values, own_pixels=pixels, own_target=0.0), ("no", "yes"))
    more = [line for line in painted_lines(card) if line not in plain]
    assert more == [["its own", "given"], ["Wrong label: it is no"]]
    assert card.height() == plain_height + 16 + 20


@pytest.mark.parametrize("row", [0, 77, 149])
def test_that_the_features_are_those_of_scikit_learn_in_the_units_of_the_data(card, iris, row):
    show(card, iris, row)
    found = rows(card)
    names = ("Sepal length", "Sepal width", "Petal length", "Petal width")
    assert [number(found[name][0]) for name in names] == load_iris().data[row].tolist()


def test_that_five_features_are_shown_and_the_others_counted(card, diabetes):
    show(card, diabetes, 12)
    lines = painted_lines(card)
    truth = load_diabetes(scaled=False).data[12]
    assert [number(line[1]) for line in lines[2:7]] == pytest.approx(truth[:5], rel=6e-4)
    assert lines[7] == ["+ 5 more"]


@pytest.mark.parametrize("n_features", [1, 5])
def test_that_nothing_is_counted_where_all_features_are_shown(card, n_features):
    names = tuple(f"f{n}" for n in range(n_features))
    card.set_inspection(made_up(feature_names=names, features=np.arange(float(n_features))), ("no", "yes"))
    found = rows(card)
    assert [found[name] for name in names] == [[str(n)] for n in range(n_features)]
    assert not [name for name in found if "more" in name]


@pytest.mark.parametrize("row", [5, 70, 120])
def test_that_the_probabilities_are_those_of_the_network_and_belong_to_the_logits(card, iris, row):
    show(card, iris, row)
    found, truth = rows(card), probabilities(iris, row)
    names = iris.network.split.dataset.class_names
    assert [number(found[name][1]) / 100 for name in names] == pytest.approx(truth, abs=0.00051)
    powers = np.exp([number(found[name][0]) for name in names])
    assert (powers / powers.sum()).tolist() == pytest.approx(truth, abs=0.01)
    shown = [line[0] for line in painted_lines(card) if line[0] in names]
    assert shown == [names[n] for n in np.argsort(-truth)]


@pytest.mark.parametrize("row", [5, 70, 120])
def test_that_the_loss_is_the_log_loss_of_scikit_learn(card, iris, row):
    show(card, iris, row)
    label = load_iris().target[row]
    expected = log_loss([label], [probabilities(iris, row)], labels=[0, 1, 2])
    assert number(rows(card)["Loss"][0]) == pytest.approx(expected, rel=6e-4)


@pytest.mark.parametrize("row", [1, 100])
def test_that_the_logits_of_two_classes_are_opposite_where_there_is_one_output(card, circle, row):
    show(card, circle, row)
    found = rows(card)
    logits, shares = zip(
        *(map(number, found[name]) for name in circle.network.split.dataset.class_names), strict=True
    )
    assert logits[0] == -logits[1] != 0
    assert sum(shares) == pytest.approx(100, abs=0.11)
    for logit, share in zip(logits, shares, strict=True):
        assert share / 100 == pytest.approx(1 / (1 + np.exp(-logit)), abs=0.002)


def test_that_of_many_classes_the_five_likeliest_are_shown(card, digits):
    row = 3
    show(card, digits, row)
    truth = probabilities(digits, row)
    lines = painted_lines(card)
    first = lines.index(["logit", "probability"]) + 1
    assert [int(line[0]) for line in lines[first : first + 5]] == np.argsort(-truth)[:5].tolist()
    assert len(lines[first + 5]) == 1  # the verdict


def test_that_the_true_class_is_shown_however_unlikely_it_is(card):
    shares = np.array([0.3, 0.25, 0.2, 0.15, 0.06, 0.03, 0.01])
    names = tuple("abcdefg")
    card.set_inspection(
        made_up(logits=np.log(shares), probabilities=shares, target=6.0, predicted=0.0), names
    )
    found = rows(card)
    assert [name for name in found if name in names] == ["a", "b", "c", "d", "g"]
    assert found["g"] == ["−4.61", "1.0 %"]
    assert "G, taken for a" in found


def test_that_scores_that_are_no_probabilities_stand_alone(card):
    card.set_inspection(made_up(logits=np.array([-0.75]), probabilities=None), ("no", "yes"))
    found = rows(card)
    assert found["Score"] == ["−0.75"]
    assert not {"logit", "no", "yes"} & set(found)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("predicted", "verdict", "token"), [(1.0, "yes, recognised", "ok"), (0.0, "yes, taken for no", "danger")]
)
def test_that_the_verdict_says_whether_the_class_is_recognised(card, theme: Theme, predicted, verdict, token):
    card.set_theme(theme)
    card.set_inspection(made_up(predicted=predicted), ("no", "yes"))
    assert card.verdict() == verdict
    assert card.accessibleName() == f"Point 7: {verdict}"
    inks = {text.text: QColor(text.ink) for text in painted_texts(card)}
    assert inks[verdict.capitalize()] == QColor(getattr(theme, token))
    assert inks["Point 7"] == QColor(theme.ink)


def test_that_a_predicted_number_stands_beside_the_true_one(card, diabetes):
    row = 40
    show(card, diabetes, row)
    split = diabetes.network.split
    outputs = diabetes.trainer.predict(split.to_model(split.dataset.X[row : row + 1]))
    expected = float(split.target_to_data(outputs)[0, 0])
    truth = load_diabetes().target[row]
    assert number(rows(card)["Output"][0]) == pytest.approx(expected, rel=6e-4)
    predicted, true = card.verdict().removeprefix("predicted ").split(", true ")
    assert (float(predicted), float(true)) == pytest.approx((expected, truth), rel=6e-4)
    assert [f"P{card.verdict()[1:]}"] in painted_lines(card)


def test_that_negative_numbers_have_a_real_minus_sign(card):
    card.set_inspection(made_up(), ("no", "yes"))
    found = rows(card)
    assert found["height"] == ["−0.25"]
    assert found["no"] == ["−1.00", "10.0 %"]
    assert found["yes"] == ["+1.00", "90.0 %"]


def test_that_a_negative_prediction_is_written_alike_in_row_and_sentence(card):
    card.set_inspection(made_up(task="regression", predicted=-1.5, target=-2.0, probabilities=None), ())
    assert rows(card)["Output"] == ["−1.5"]
    assert card.verdict() == "predicted −1.5, true −2"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_a_picture_is_drawn_in_place_of_its_pixels(card, digits, theme: Theme):
    card.set_theme(theme)
    row = 3
    show(card, digits, row)
    picture = card.grab().toImage()
    pixels = load_digits().images[row]
    full, none = QColor(theme.ink).lightnessF(), QColor(theme.surface).lightnessF()
    seen = np.empty((8, 8))
    left, top = SHADOW_MARGIN + 14, SHADOW_MARGIN + 14 + 42
    for y, x in np.ndindex(8, 8):
        color = picture.pixelColor(left + 8 * x + 4, top + 8 * y + 4)
        seen[y, x] = (color.lightnessF() - none) / (full - none)
    np.testing.assert_allclose(seen, pixels / pixels.max(), atol=0.1)
    assert not [line for line in painted_lines(card) if "more" in line[0]]


def test_that_a_picture_without_any_ink_is_drawn_too(card):
    names = tuple(f"pixel {n}" for n in range(4))
    card.set_inspection(made_up(picture=(2, 2), feature_names=names, features=np.zeros(4)), ("no", "yes"))
    at = QPoint(SHADOW_MARGIN + 30, SHADOW_MARGIN + 80)
    assert card.grab().toImage().pixelColor(at) == QColor(LIGHT.surface)


def test_that_classes_are_marked_in_their_colours(card):
    card.set_inspection(made_up(), ("no", "yes"))
    picture = card.grab().toImage()
    lines = {text.text: text for text in painted_texts(card)}
    for label, name in enumerate(("no", "yes")):
        at = QPoint(SHADOW_MARGIN + 14 + 5, round(lines[name].y) - 5)
        assert picture.pixelColor(at) == QColor(LIGHT.classes[label])


@pytest.mark.parametrize(("n_features", "n_classes"), [(1, 2), (4, 3), (5, 5), (30, 20)])
def test_that_the_card_is_as_high_as_what_it_says(card, n_features, n_classes):
    shares = np.full(n_classes, 1 / n_classes)
    card.set_inspection(
        made_up(
            feature_names=tuple(f"f{n}" for n in range(n_features)),
            features=np.zeros(n_features),
            logits=np.zeros(n_classes),
            probabilities=shares,
        ),
        tuple(f"class {n}" for n in range(n_classes)),
    )
    heights = sorted({round(text.y) for text in painted_texts(card)})
    first, last = heights[0], heights[-1]
    top, bottom = SHADOW_MARGIN, card.height() - SHADOW_MARGIN
    # The same little room above the first line and below the last one, whatever stands between.
    assert first - top == pytest.approx(28, abs=3)
    assert bottom - last == pytest.approx(25, abs=3)


def test_that_long_names_leave_the_figures_in_sight(card):
    long = "a name that is much longer than the card is wide"
    card.set_inspection(made_up(feature_names=(long, "height")), (f"not {long}", long))
    lines = painted_lines(card)
    assert lines[2][0].startswith("a name")
    assert lines[2][0].endswith("…")
    assert lines[2][1:] == ["1.5"]
    assert ["−1.00", "10.0 %"] in [line[1:] for line in lines]
    assert card.accessibleName() == f"Point 7: {long}, recognised"


def test_that_the_button_asks_to_close_by_click_and_by_key(card, qtbot):
    card.set_inspection(made_up(), ("no", "yes"))
    with qtbot.waitSignal(card.closed):
        qtbot.mouseClick(card.close_button, LEFT)
    with qtbot.waitSignal(card.closed):
        qtbot.keyClick(card.close_button, Qt.Key.Key_Space)
    with qtbot.assertNotEmitted(card.closed):
        qtbot.mouseClick(card, LEFT, pos=QPoint(card.width() // 2, card.height() // 2))


def test_that_the_button_lies_in_the_corner_of_the_card_and_covers_no_text(card, iris):
    show(card, iris, 0)
    card.place(PLOT)
    button = card.close_button.geometry()
    inside = card.rect().adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN)
    assert inside.contains(button)
    assert not [text for text in painted_texts(card) if button.contains(round(text.x), round(text.y))]


def test_that_it_tells_what_it_shows_only_while_it_is_shown(card):
    inspection = made_up()
    card.set_inspection(inspection, ("no", "yes"))
    assert card.inspection is inspection
    card.hide()
    assert card.inspection is None


def test_that_an_empty_card_says_nothing(card):
    assert card.verdict() == ""
    assert painted_texts(card) == []


def test_that_it_stands_left_of_the_plot_at_its_middle_where_there_is_room(card, iris):
    show(card, iris, 0)
    card.place(PLOT)
    place = body(card)
    assert place.right() < PLOT.left()
    assert PLOT.left() - place.right() < 20
    assert abs(place.center().y() - PLOT.center().y()) <= 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    room=st.integers(300, 900),
    share=st.floats(0, 1),
    top=st.floats(-100, 600),
    width=st.floats(50, 300),
    height=st.floats(50, 600),
)
@example(room=400, share=1.0, top=100.0, width=150.0, height=150.0)
def test_that_it_stays_inside_the_window_wherever_the_plot_is(card, room, share, top, width, height):
    card.parentWidget().resize(room, ROOM[1])
    card.set_inspection(made_up(), ("no", "yes"))
    card.place(QRectF(share * (room - width), top, width, height))
    assert card.parentWidget().rect().contains(body(card))

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.models.diagnosis.overfit import OverfitResult
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.diagnosis.overfit_verdict import OverfitVerdict

PASSED = OverfitResult(True, "the loss fell.", "All is well.", "", (1.0, 0.001))
FAILED = OverfitResult(False, "the loss rose.", "Try 0.1.", "rate too large", (1.0, 2.0))


@pytest.fixture
def verdict(qtbot: QtBot) -> OverfitVerdict:
    verdict = OverfitVerdict()
    qtbot.addWidget(verdict)
    verdict.resize(480, verdict.height())
    return verdict


def test_that_progress_becomes_a_verdict_in_words(verdict):
    verdict.set_progress("Running", "Update 3.")
    assert verdict.text == "Running Update 3."
    verdict.set_result(PASSED)
    assert verdict.text == "Passed The loss fell. All is well."
    assert verdict.accessibleDescription() == verdict.text
    verdict.set_result(FAILED)
    assert verdict.text == "Failed The loss rose. Try 0.1."


def test_that_signs_differ_in_shape_and_not_in_colour_alone(verdict):
    shapes = []
    for result, ink in ((PASSED, LIGHT.ok), (FAILED, LIGHT.danger)):
        verdict.set_result(result)
        picture = verdict.grab().toImage()
        shapes.append({
            (x, y) for x in range(16, 36) for y in range(12, 32) if picture.pixelColor(x, y) == QColor(ink)
        })  # fmt: skip
    assert all(shapes)
    assert shapes[0] != shapes[1]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_it_takes_the_colours_of_the_theme(verdict, theme):
    verdict.set_result(FAILED)
    apply_to_tree(verdict, theme)
    assert verdict.grab().toImage().pixelColor(5, 60) == QColor(theme.danger_soft)


def test_that_the_longest_reason_fits(verdict):
    verdict.resize(520, verdict.height())
    name = "m" * 23 + "…"
    reason = (
        "20 of 20 points have the same inputs as another but different targets, such as "
        f"{name} and {name}. No network can bring their loss below 1.23e-05; 1.23e-07 was asked for."
    )
    verdict.set_result(OverfitResult(False, reason, "Choose more features, or correct these points.", "", ()))
    layout = verdict.layout()
    assert layout is not None
    assert layout.heightForWidth(520) <= verdict.height()

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle

from playground.views.kit import Switch, motion

IS_REDUCED = motion.is_motion_reduced


class StillStyle(QProxyStyle):
    """A style that wants no animations."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        wants_none = hint == QStyle.StyleHint.SH_Widget_Animation_Duration
        return 0 if wants_none else super().styleHint(hint, option, widget, data)


def test_that_the_style_says_whether_anything_moves(qapp, monkeypatch) -> None:
    assert not IS_REDUCED()
    monkeypatch.setattr(QApplication, "style", StillStyle)
    assert IS_REDUCED()


def test_that_a_seen_switch_glides(qtbot, stage, monkeypatch) -> None:
    monkeypatch.setattr(motion, "is_motion_reduced", lambda: False)
    switch = Switch("Log scale")
    stage(switch)
    switch.set_checked(True)
    glide = switch.findChild(motion.Glide)
    assert glide is not None
    assert glide.value < 1
    qtbot.waitUntil(lambda: glide.value == 1)


def test_that_reduced_motion_arrives_at_once(stage) -> None:
    switch = Switch("Log scale")
    stage(switch)
    switch.set_checked(True)
    glide = switch.findChild(motion.Glide)
    assert glide is not None
    assert glide.value == 1

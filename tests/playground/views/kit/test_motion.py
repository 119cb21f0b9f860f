from __future__ import annotations

from playground.views.kit import Switch, motion


def test_that_a_seen_switch_glides(qtbot, stage) -> None:
    motion.set_reduced_motion(False)
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

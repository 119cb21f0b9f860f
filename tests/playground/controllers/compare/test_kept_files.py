"""Kept runs are in the file, with what the person made of them, and go with their experiment."""

from __future__ import annotations

from tests.playground.actions import PATIENCE_MS, pause, train_until


def test_that_kept_runs_come_with_the_file_and_go_with_another(open_playground, qtbot, tmp_path):
    path = tmp_path / "run.playground"
    first = open_playground(hidden=(3,))
    for name in ("Plain", "Longer"):
        train_until(qtbot, first, 10)
        with qtbot.waitSignal(first.workbench.run_kept, timeout=PATIENCE_MS):
            first.compare.keep()
        first.window.compare.runs.renamed.emit(first.compare.kept[-1].key, name)
    pause(qtbot, first)
    first.window.compare.runs.pin_pressed.emit(first.compare.kept[1].key)
    before = first.compare.kept
    with qtbot.waitSignal(first.workbench.file_saved, timeout=PATIENCE_MS):
        first.workbench.save_file(path)
    first.files.leave()
    second = open_playground()
    with qtbot.waitSignal(second.workbench.file_opened, timeout=PATIENCE_MS):
        second.workbench.open_file(path)
    after = second.compare.kept
    assert [(run.number, run.name, run.is_pinned, run.is_shown, run.last_epoch) for run in after] == [
        (run.number, run.name, run.is_pinned, run.is_shown, run.last_epoch) for run in before
    ]
    assert [run.name for run in after] == ["Longer", "Plain"]
    second.workbench.open_run(after[0].key)
    qtbot.waitUntil(
        lambda: second.workbench.frame is not None and second.workbench.frame.epoch == after[0].last_epoch,
        timeout=PATIENCE_MS,
    )
    second.workbench.start_anew()
    assert second.compare.kept == []

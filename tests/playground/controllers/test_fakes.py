from __future__ import annotations

import inspect
from typing import Any

import pytest
from PySide6.QtCore import QMetaMethod

from playground.models.experiment.experiment import Experiment
from playground.workbench import Workbench
from tests.playground.controllers.fakes import FakeWorkbench, SessionBench


def signals(kind: Any) -> set[str]:
    meta = kind.staticMetaObject
    methods = (meta.method(index) for index in range(meta.methodCount()))
    return {
        method.methodSignature().toStdString()
        for method in methods
        if method.methodType() == QMetaMethod.MethodType.Signal
    }


def test_that_the_fake_has_only_signals_of_the_workbench():
    assert signals(FakeWorkbench) <= signals(Workbench)


def test_that_the_fake_takes_the_same_arguments():
    for name in ("change", "set_playing", "set_speed", "look_at", "edit_parameters"):
        real, fake = (inspect.signature(getattr(kind, name)) for kind in (Workbench, SessionBench))
        assert real == fake, name


def test_that_the_fake_refuses_what_the_workbench_cannot_do(qapp):
    bench = FakeWorkbench()
    with pytest.raises(AttributeError, match="fly"):
        bench.fly()
    bench.step()
    assert bench.calls == [("step",)]


def test_that_settings_out_of_range_change_nothing(qapp):
    bench = FakeWorkbench()
    assert not bench.change(learning_rate=-1.0)
    assert (bench.changes, bench.experiment) == ([], Experiment())

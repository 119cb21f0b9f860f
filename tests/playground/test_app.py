from __future__ import annotations

import pytest

from playground import app


def test_that_a_missing_display_is_said_and_the_headless_job_offered(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert app.main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "no display" in err
    assert "train iris" in err


@pytest.mark.parametrize("arguments", [["--theme", "pink"], ["dance"], ["--windows"]])
def test_that_unknown_arguments_end_with_one_line_and_exit_code_2(capsys, arguments):
    with pytest.raises(SystemExit) as end:
        app.main(arguments)
    assert end.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1

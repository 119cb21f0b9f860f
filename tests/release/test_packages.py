"""Wheel and source distribution, built, and used from a fresh environment as whoever installs them does."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.release, pytest.mark.skipif(os.name == "nt", reason="Windows knows no SIGTERM")]
ROOT = Path(__file__).parents[2]
BUILD_SECONDS, INSTALL_SECONDS, START_SECONDS = 300.0, 900.0, 60.0


def make_environment(folder: Path, *requirements: str) -> Path:
    """Make a virtual environment with these requirements, at the pinned versions; return its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [
            str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--constraint", str(ROOT / "constraints.txt"), *requirements,
        ],
        check=True, timeout=INSTALL_SECONDS,
    )  # fmt: skip
    return programs


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The source distribution, and the wheel that is built from it."""
    programs = make_environment(tmp_path_factory.mktemp("builder"), "build>=1.2")
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [str(programs / "python"), "-m", "build", "--outdir", str(folder), str(ROOT)],
        check=True, timeout=BUILD_SECONDS,
    )  # fmt: skip
    [wheel], [source] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": source}


def test_that_the_wheel_holds_all_resources(packages: dict[str, Path]) -> None:
    names = set(zipfile.ZipFile(packages["wheel"]).namelist())
    resources = {path.relative_to(ROOT) for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert {f"playground/{path.as_posix()}" for path in resources} <= names
    assert not [name for name in names if name.startswith(("tests/", "resources/"))]


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_that_what_is_installed_trains_and_opens_its_window(
    packages: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    programs = make_environment(tmp_path / "env", str(packages[kind]))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {
        **{key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")},
        "HOME": str(elsewhere), "XDG_CONFIG_HOME": str(elsewhere), "XDG_STATE_HOME": str(elsewhere),
        "XDG_DATA_HOME": str(elsewhere), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    train = [
        str(programs / "scalar-playground"), "train", "xor", "--layers", "2,4,1", "--epochs", "300",
        "--plot", "boundary.png",
    ]  # fmt: skip
    trained = subprocess.run(
        train, cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=START_SECONDS
    )
    assert trained.returncode == 0, trained.stderr
    [accuracy] = re.findall(r"^Accuracy .*test ([\d.]+) %$", trained.stdout, re.MULTILINE)
    assert float(accuracy) > 90.0
    assert (elsewhere / "boundary.png").stat().st_size > 1000

    for command in ([str(programs / "scalar-playground")], [str(programs / "python"), "-m", "playground"]):
        opened_and_closed(command, elsewhere, environment)


def opened_and_closed(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Open the window, let it train, and ask it to end as a desktop that logs out does."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        time.sleep(START_SECONDS / 6)
        assert process.poll() is None, process.communicate()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=START_SECONDS)
    finally:
        process.kill()
    assert process.returncode == 0, errors
    told = [line for line in errors.splitlines() if "does not support propagateSizeHints" not in line]
    assert not told, "\n".join(told)

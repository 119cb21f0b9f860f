"""Files for the monkey to open: good ones, odd ones and damaged ones."""

from __future__ import annotations

from pathlib import Path

from playground.models.experiment.experiment import Experiment
from playground.models.run.run_file import SUFFIX, SavedWork, write_work

TABLES = {
    "plain.csv": "x,y,label\n" + "".join(f"{i % 7},{i * i % 11},{i % 2}\n" for i in range(60)),
    "index.csv": ",x,y,label\n" + "".join(f"{i},{i % 7},{i * i % 11},{'ab'[i % 2]}\n" for i in range(60)),
    "german.csv": "x;y;wert\n" + "".join(f"{i % 7},5;{i % 5},25;{i % 9},125\n" for i in range(60)),
    "gaps.csv": "a,b,c,kind\n" + "".join(f"{i},{'NA' if i % 4 else i},,k{i % 3}\n" for i in range(40)),
    "wide.csv": ",".join(f"c{i}" for i in range(150)) + "\n" + (",".join(["1"] * 150) + "\n") * 12,
    "one-class.csv": "x,label\n1,a\n2,a\n3,a\n4,a\n5,a\n",
    "words.csv": "name,date\n" + "".join(f"n{i},2020-01-{i + 1:02}\n" for i in range(28)),
    "huge.csv": "x,y,label\n1e300,1,a\n-1e300,2,b\n1e300,3,a\n",
    "empty.csv": "",
    "noise.csv": '\x00\x01,\xff\n"unclosed,1\n',
    "markup.csv": "<b>x</b>,&amp;,label\n" + "".join(f"{i},{i % 3},<i>{i % 2}</i>\n" for i in range(30)),
}


def make_files(folder: Path) -> None:
    """Fill a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, experiment in {
        "iris": Experiment(),
        "moons": Experiment(dataset="moons", hidden=(3, 2), backend="array"),
        "plane": Experiment(dataset="plane", hidden=()),
        "digits": Experiment(dataset="digits", hidden=(12,), backend="interpreted"),
    }.items():
        write_work(SavedWork(experiment), folder / f"{name}{SUFFIX}")
    good = (folder / f"iris{SUFFIX}").read_bytes()
    (folder / f"cut{SUFFIX}").write_bytes(good[: len(good) // 2])
    (folder / f"nonsense{SUFFIX}").write_text("[" * 1000, encoding="utf-8")
    (folder / f"folder{SUFFIX}").mkdir(exist_ok=True)

"""Scalar Playground: ``python -m playground``, or installed ``scalar-playground``, opens the window."""

from __future__ import annotations

from playground.ending import Ending


def run() -> int:
    """Run the application with the arguments of the command line; return the exit code."""
    # First of all: importing the rest takes longer than a person may want to wait.
    ending = Ending()
    from playground.app import main

    return main(ending=ending)


if __name__ == "__main__":
    raise SystemExit(run())

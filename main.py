"""Scalar Playground: ``python main.py`` opens the window, ``python main.py --help`` tells the rest."""

from playground.__main__ import run

if __name__ == "__main__":
    raise SystemExit(run())

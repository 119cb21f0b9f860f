"""Scalar Playground: ``python main.py`` opens the window, ``python main.py --help`` tells the rest."""

from playground.app import main

if __name__ == "__main__":
    raise SystemExit(main())

"""Scalar Playground: ``python main.py`` opens the window, ``python main.py --help`` tells the rest."""

from playground.ending import Ending

if __name__ == "__main__":
    # First of all: importing the rest takes longer than a person may want to wait.
    ending = Ending()
    from playground.app import main

    raise SystemExit(main(ending=ending))

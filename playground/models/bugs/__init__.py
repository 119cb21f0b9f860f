"""Guess the bug: a run with one hidden mistake, and the instruments that find it."""

"""Guess the bug: the page, the instruments, what they show, and the guess."""

"""The Lessons mode: list, text, and the runs that a step shows."""

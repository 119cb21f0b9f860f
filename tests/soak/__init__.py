"""Uses the real window for long and watches what it holds: ``make soak``."""

"""Experiments to begin with."""

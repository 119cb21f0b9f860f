"""Floating cards, and where they open."""

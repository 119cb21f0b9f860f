"""Colours, type, icons, and the way numbers are written."""

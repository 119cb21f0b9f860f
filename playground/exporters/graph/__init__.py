"""Graphs and formulas for other programs, one format a module."""

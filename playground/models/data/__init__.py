"""Data sets: the gallery, tables, drawn points and formulas, and how they are split."""

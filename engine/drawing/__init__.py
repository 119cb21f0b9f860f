"""Graphs as pictures, for notebooks and files: no window and no library is needed."""

from engine.drawing.graph_picture import graph_svg

__all__ = ["graph_svg"]

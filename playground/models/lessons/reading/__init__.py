"""Reads blocks of a lesson: lines, expressions and texts, with every fault at its line."""

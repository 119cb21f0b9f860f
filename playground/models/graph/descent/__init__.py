"""Gradient descent by hand, on formulas of your own."""

"""Predictions by pointing: where one points, and the outcome with the guess ringed."""

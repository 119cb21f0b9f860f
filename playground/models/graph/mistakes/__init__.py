"""Mistakes that people make with gradients, run beside what is right."""

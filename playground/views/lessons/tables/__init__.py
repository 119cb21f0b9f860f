"""Small tables of numbers, and pictures, side by side."""

"""What the terms on screen mean, on F1."""

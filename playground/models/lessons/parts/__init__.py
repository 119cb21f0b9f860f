"""The kinds of steps: each module has one, and reads it from its block."""

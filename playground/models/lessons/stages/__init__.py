"""The kinds of stages: each module has one, and reads it from its block."""

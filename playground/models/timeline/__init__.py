"""The past of a run: any moment of it made again, and played."""

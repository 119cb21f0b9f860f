"""What a frame holds and where things stand on it."""

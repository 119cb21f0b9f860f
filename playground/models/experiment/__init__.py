"""What a person sets: one immutable value, its checks and its file."""

"""Kept runs side by side: their boundaries, their losses, and what differs."""

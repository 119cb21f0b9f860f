"""Runs side by side: what differs, how they stand, and how much of it is luck."""

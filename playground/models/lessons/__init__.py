"""Lessons: what a lesson is, how its file is read, and what a learner did in it."""

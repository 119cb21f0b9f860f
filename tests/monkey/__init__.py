"""Drives the real window at random while it trains, and tells what went wrong: ``make monkey``.

The driver starts one process a seed; in it, actions are chosen by the seed, faults are counted, and a
watchdog looks where the window stands while it does not answer. Everything stays in a folder of its own.
"""

"""Measurements: what the figures in README come from. Each module says how it is run."""

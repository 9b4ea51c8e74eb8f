"""Measurements: what the figures in README come from. `python -m benchmarks` runs all of them."""

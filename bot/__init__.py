"""Redress: what workers can do when their employer goes bankrupt."""

__version__ = "0.1.0"

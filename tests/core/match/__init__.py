"""From a text to its verdict."""

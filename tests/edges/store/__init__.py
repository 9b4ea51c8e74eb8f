"""The store, one file per part of it."""

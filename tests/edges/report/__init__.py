"""The report, drawn."""

"""The report: counted, and said."""

"""What came of the questions: rows of the redacted log in, a report out, and the report in a reader's words.

`values` and `make` count; `findings` and `sheet` say the counts in a language. Nothing here draws.
"""

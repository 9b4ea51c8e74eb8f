"""What each field of a button may look like: said once, here; both directions of the codec are built from it."""

from typing import Annotated, Literal

Topic = Annotated[str, r"[a-z0-9]+(?:[.-][a-z0-9]+)*"]
NoTopic = Annotated[str, r"(?:[a-z0-9]+(?:[.-][a-z0-9]+)*)?"]
"""A topic, or nothing."""
Area = Annotated[str, r"[a-z0-9]+(?:-[a-z0-9]+)*"]
Country = Annotated[str, r"[a-z]{2,3}"]
AnswerCountry = Annotated[str, r"[a-z]{2,3}|-"]
"""The country whose answer is shown, "-" when none was asked for."""
Language = Annotated[str, r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}"]
QuestionId = Annotated[str, r"(?:[A-Za-z0-9_-]{11})?"]
"""Eleven random characters, or nothing when the button did not come from a question."""
TermId = Annotated[str, r"[0-9a-f]{8}"]
Why = Literal["unclear", "not-my-case", "wrong", "too-long", "other"]

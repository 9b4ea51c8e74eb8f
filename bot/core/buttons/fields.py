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
AnswerLanguage = Annotated[str, r"[a-z]{2,3}"]
QuestionId = Annotated[str, r"(?:[A-Za-z0-9_-]{11})?"]
"""Eleven random characters, or nothing when the button did not come from a question."""
TermId = Annotated[str, r"[0-9a-f]{8}"]
Why = Literal["unclear", "not-my-case", "wrong", "too-long", "other"]
Code = Annotated[str, r"[A-Za-z0-9_-]{11,22}"]
"""The secret of a link."""
NoCode = Annotated[str, r"(?:[A-Za-z0-9_-]{11,22})?"]
Workplace = Annotated[str, r"[A-Za-z0-9_-]{11}"]
NoWorkplace = Annotated[str, r"(?:[A-Za-z0-9_-]{11})?"]
Broadcast = Annotated[str, r"[1-9][0-9]{0,8}"]
Handle = Annotated[str, r"[0-9a-f]{8}"]
"""A short hash that stands for a colleague or an invitation: a chat's address is too long, and nobody's business."""
Value = Annotated[str, r"[A-Za-z0-9_-]{2,11}"]
"""A country, a language or a workplace."""
CaseNumber = Annotated[str, r"[2-9A-Z]{5}"]
CardNumber = Annotated[str, r"[1-9][0-9]{0,11}"]
WaitNumber = Annotated[str, r"[1-9][0-9]{0,11}"]
Languages = Annotated[str, r"(?:[a-z]{2,3}(?:-[a-z]{2,3}){0,7})?"]
"""Several languages, or none: `en-it`."""
Moment = Annotated[str, r"20[0-9]{10}"]
"""A minute of UTC: `202611241830`."""
Mark = Annotated[str, r"[0-9a-f]{8}"]
"""A hash of a message to many and of its audience."""

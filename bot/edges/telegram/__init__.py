"""Telegram: updates in, messages out, by way of python-telegram-bot."""

import os

# PTB reads this once, at its import: waits then come as timedelta, and no deprecation is warned about at each 429.
os.environ.setdefault("PTB_TIMEDELTA", "1")

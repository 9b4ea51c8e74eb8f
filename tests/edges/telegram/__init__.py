"""Telegram's side: over HTTP against a stand-in for the Bot API."""

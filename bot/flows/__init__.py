"""One file per thing a person can do. Async; no SQL, no Telegram."""

"""What several tests share: the real knowledge, a small one, the application over a fresh store, a clock that stands still."""

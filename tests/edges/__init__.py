"""The edges: files, database, browser, terminal, Telegram."""

"""One file per outside thing: files, the store, Telegram, the browser, the terminal."""

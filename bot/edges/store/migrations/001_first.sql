-- The settings of a chat. The only table that holds a chat's address, because answers must find their way.
CREATE TABLE people (
    chat     TEXT PRIMARY KEY,
    language TEXT NOT NULL,
    country  TEXT,
    seen     TEXT NOT NULL
) STRICT;

-- The log: redacted questions and what came of them. `asker` is a keyed pseudonym of the chat.
CREATE TABLE questions (
    id       TEXT PRIMARY KEY,
    asker    TEXT NOT NULL,
    at       TEXT NOT NULL,
    text     TEXT NOT NULL,
    language TEXT NOT NULL,
    country  TEXT,
    outcome  TEXT NOT NULL CHECK (outcome IN ('answer', 'suggest', 'none')),
    topics   TEXT NOT NULL,
    layer    TEXT NOT NULL,
    took_ms  REAL,
    chosen   TEXT,
    helped   INTEGER,
    why      TEXT
) STRICT;
CREATE INDEX questions_at ON questions (at);
CREATE INDEX questions_asker ON questions (asker);

-- Updates from Telegram, committed before they are confirmed. `body` is erased once an update is done;
-- its number stays for a while so that a repeated delivery is known as such.
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    body      TEXT,
    done      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inbox_open ON inbox (update_id) WHERE done = 0;

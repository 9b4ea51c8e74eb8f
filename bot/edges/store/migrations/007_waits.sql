-- Questions that wait for an answer, by those who asked to be told ("tell me here"). `text` is redacted. `had_topic` and
-- `had_hash` say which answer did not help, if there was one. The row ends with the answer, by a button, or at `until`.
CREATE TABLE waits (
    id        INTEGER PRIMARY KEY,
    chat      TEXT NOT NULL,
    question  TEXT NOT NULL,
    text      TEXT NOT NULL,
    language  TEXT NOT NULL,
    country   TEXT,
    had_topic TEXT NOT NULL DEFAULT '',
    had_hash  TEXT NOT NULL DEFAULT '',
    until     TEXT NOT NULL,
    UNIQUE (chat, question)
) STRICT;
CREATE INDEX waits_until ON waits (until);

-- Answers whose correction somebody asked to be told of. `hash` is the text that they read.
CREATE TABLE shown (
    id       INTEGER PRIMARY KEY,
    chat     TEXT NOT NULL,
    topic    TEXT NOT NULL,
    country  TEXT NOT NULL,
    language TEXT NOT NULL,
    hash     TEXT NOT NULL,
    until    TEXT NOT NULL,
    UNIQUE (chat, topic, country, language)
) STRICT;
CREATE INDEX shown_until ON shown (until);

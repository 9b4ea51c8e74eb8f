-- The topic that a chat was just told about, for a few minutes, so that "and how long does it take?" can be understood.
CREATE TABLE recent (
    chat  TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    at    TEXT NOT NULL
) STRICT;

-- Questions that a person answers. `chat` is the worker's, for the way back; `number` is random and means nothing to
-- anybody else. `words` is what the worker wrote (HTML), kept so that the card can be written anew at each change.
-- `desks` is a JSON list of the places where its cards stand: [chat, topic of the group or null].
-- All of it is erased some days after `closed`, and by /forget.
CREATE TABLE cases (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    chat        TEXT NOT NULL,
    question    TEXT NOT NULL DEFAULT '',
    words       TEXT NOT NULL DEFAULT '',
    language    TEXT NOT NULL,
    country     TEXT,
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    urgent      INTEGER NOT NULL DEFAULT 0,
    taken_by    TEXT NOT NULL DEFAULT '',
    desks       TEXT NOT NULL DEFAULT '[]',
    created     TEXT NOT NULL,
    last_worker TEXT NOT NULL,
    last_staff  TEXT,
    late        TEXT,
    closed      TEXT
) STRICT;
CREATE INDEX cases_chat ON cases (chat);
CREATE INDEX cases_open ON cases (created) WHERE state = 'open';

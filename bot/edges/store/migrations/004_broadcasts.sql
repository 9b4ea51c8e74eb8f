-- A message to many: first a draft, then a run. Times are UTC. `audience` is JSON. `shown_*` is the organiser's live
-- progress message. `preparing` names a launch that is writing its rows; `doubled` counts what was sent again after a
-- crash.
CREATE TABLE broadcasts (
    id            INTEGER PRIMARY KEY,
    author        TEXT NOT NULL,
    state         TEXT NOT NULL DEFAULT 'draft' CHECK (state IN (
                      'draft', 'approval', 'returned', 'waiting', 'late', 'running', 'paused', 'stopped', 'done')),
    base          TEXT NOT NULL,
    audience      TEXT NOT NULL DEFAULT '{}',
    training      INTEGER NOT NULL DEFAULT 0,
    start_at      TEXT,
    approved_by   TEXT NOT NULL DEFAULT '',
    note          TEXT NOT NULL DEFAULT '',
    at            TEXT NOT NULL,
    preparing     TEXT NOT NULL DEFAULT '',
    shown_chat    TEXT,
    shown_message INTEGER,
    doubled       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX broadcasts_state ON broadcasts (state, start_at);

-- What it says in each language. `change` is the correction that this text came with, 0 for the first.
CREATE TABLE contents (
    broadcast INTEGER NOT NULL,
    language  TEXT NOT NULL,
    html      TEXT NOT NULL,
    file_kind TEXT,
    file_id   TEXT NOT NULL DEFAULT '',
    file_name TEXT NOT NULL DEFAULT '',
    file_data BLOB,
    change    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (broadcast, language)
) STRICT;

-- One row for each recipient. `language` is that of the text they get. `change` is the last correction or withdrawal
-- that reached the row. Looked up by chat through the broadcasts, which are few: an index of its own would cost a
-- launch to a million a third of its time.
CREATE TABLE deliveries (
    broadcast INTEGER NOT NULL,
    chat      TEXT NOT NULL,
    language  TEXT NOT NULL,
    state     TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    message   INTEGER,
    reason    TEXT NOT NULL DEFAULT '',
    tries     INTEGER NOT NULL DEFAULT 0,
    at        INTEGER,
    change    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (broadcast, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_open ON deliveries (broadcast, state, tries) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX deliveries_sent ON deliveries (broadcast, language, change) WHERE state = 'sent';

-- Corrections and withdrawals: a second pass over what was sent.
CREATE TABLE changes (
    id        INTEGER PRIMARY KEY,
    broadcast INTEGER NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('correct', 'withdraw')),
    language  TEXT NOT NULL DEFAULT '',
    state     TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'stopped', 'done')),
    total     INTEGER NOT NULL,
    author    TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX changes_broadcast ON changes (broadcast);

-- How many rows stand where; kept by hand and by the trigger, because counting a million rows every three seconds
-- would hold up answers. `change` is 0 for the sending itself. It outlives the rows: a report holds nobody's address.
CREATE TABLE tallies (
    broadcast INTEGER NOT NULL,
    change    INTEGER NOT NULL,
    language  TEXT NOT NULL,
    state     TEXT NOT NULL,
    reason    TEXT NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (broadcast, change, language, state, reason)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER deliveries_counted AFTER UPDATE OF state, reason ON deliveries
WHEN OLD.state <> NEW.state OR OLD.reason <> NEW.reason
BEGIN
    UPDATE tallies SET count = count - 1 WHERE broadcast = OLD.broadcast AND change = 0 AND language = OLD.language
        AND state = OLD.state AND reason = OLD.reason;
    INSERT INTO tallies (broadcast, change, language, state, reason, count)
        VALUES (NEW.broadcast, 0, NEW.language, NEW.state, NEW.reason, 1)
        ON CONFLICT (broadcast, change, language, state, reason) DO UPDATE SET count = count + 1;
END;

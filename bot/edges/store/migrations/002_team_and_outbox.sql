-- Who may do what. Owners stand in the settings; they invite the others. `workplaces` is a JSON list, NULL for all.
CREATE TABLE team (
    chat       TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role IN ('maintainer', 'organiser', 'owner')),
    workplaces TEXT,
    name       TEXT NOT NULL DEFAULT '',
    since      TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    PRIMARY KEY (chat, role)
) STRICT;

-- What those with a role did. Never who received anything.
CREATE TABLE audit (
    id     INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    what   TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_at ON audit (at);

-- What the next message of a chat is for, where a flow has asked for one.
CREATE TABLE expecting (
    chat  TEXT PRIMARY KEY,
    kind  TEXT NOT NULL,
    about TEXT NOT NULL,
    at    TEXT NOT NULL
) STRICT;

-- Messages to somebody else than the one who is being answered: stored before they are promised, sent by the courier.
-- `about` says what an answer to such a message belongs to ("case:17"); `body` is erased once it is settled.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    chat       TEXT NOT NULL,
    about      TEXT NOT NULL,
    body       TEXT,
    at         TEXT NOT NULL,
    not_before TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    tries      INTEGER NOT NULL DEFAULT 0,
    message    INTEGER,
    reason     TEXT
) STRICT;
CREATE INDEX outbox_open ON outbox (not_before) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_message ON outbox (chat, message) WHERE message IS NOT NULL;
CREATE INDEX outbox_about ON outbox (about);

-- Who asked to be reached. One row for each workplace somebody joined, '' for none: a person is one delivery all the
-- same. Language and country stand in `people`; nothing else is kept, least of all a name.
CREATE TABLE subscriptions (
    chat      TEXT NOT NULL,
    workplace TEXT NOT NULL DEFAULT '',
    since     TEXT NOT NULL,
    PRIMARY KEY (chat, workplace)
) STRICT;
CREATE INDEX subscriptions_workplace ON subscriptions (workplace);

-- The firms whose workers join by a link or a poster. `code` is the secret in that link: a new one shuts the old door.
CREATE TABLE workplaces (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    country    TEXT,
    code       TEXT NOT NULL UNIQUE,
    created_by TEXT NOT NULL,
    at         TEXT NOT NULL
) STRICT;

-- Links that make somebody an organiser, a maintainer or the first owner: each works once, and not for long.
-- The code itself is not kept, only its hash. `workplaces` is a JSON list, NULL for all; `name` what colleagues call them.
CREATE TABLE invitations (
    hash       TEXT PRIMARY KEY,
    role       TEXT NOT NULL CHECK (role IN ('maintainer', 'organiser', 'owner')),
    workplaces TEXT,
    name       TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    until      TEXT NOT NULL
) STRICT;

-- Where an organiser's clock stands, for schedules: an IANA name.
CREATE TABLE zones (
    chat TEXT PRIMARY KEY,
    zone TEXT NOT NULL
) STRICT;

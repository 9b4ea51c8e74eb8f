-- Questions that a maintainer dealt with. `sketch` is a JSON list of keyed hashes: what is like it can be told, its words
-- cannot be read. 'ignored' holds for good; the others for what was asked until `at`.
CREATE TABLE decisions (
    id     INTEGER PRIMARY KEY,
    what   TEXT NOT NULL CHECK (what IN ('ignored', 'attached', 'created')),
    topic  TEXT NOT NULL DEFAULT '',
    sketch TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;

-- Groups as maintainers see them in the chat, and what they propose for each; `redress curate` applies it to the files.
-- `questions` is a JSON list of ids: the words stay in the log and are erased with it. `nearest` is a JSON list of
-- topics; `draft` is a maintainer's own answer. `author` is cleared when that person erases everything.
CREATE TABLE proposals (
    id        INTEGER PRIMARY KEY,
    state     TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'skipped', 'attach', 'answer', 'done')),
    questions TEXT NOT NULL,
    nearest   TEXT NOT NULL,
    topic     TEXT NOT NULL DEFAULT '',
    draft     TEXT NOT NULL DEFAULT '',
    author    TEXT NOT NULL DEFAULT '',
    at        TEXT NOT NULL
) STRICT;
CREATE INDEX proposals_state ON proposals (state);

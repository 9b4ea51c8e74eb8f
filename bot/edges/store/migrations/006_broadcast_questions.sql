-- Which message to many a question replied to. Its organiser learns how many asked what, two hours after; never who.
ALTER TABLE questions ADD COLUMN broadcast INTEGER;
CREATE INDEX questions_broadcast ON questions (broadcast) WHERE broadcast IS NOT NULL;

-- The broadcasts whose organiser was told what people asked back.
CREATE TABLE digests (
    broadcast INTEGER PRIMARY KEY,
    at        TEXT NOT NULL
) STRICT;

-- What waits for a chat, in order: one message that has to wait holds up the others of its chat.
CREATE INDEX outbox_waiting ON outbox (chat, id) WHERE state IN ('queued', 'sending');

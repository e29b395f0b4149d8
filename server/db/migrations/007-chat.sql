-- Chat, and what keeps it civil: rules of each room, sanctions, reports, and a log of who did what.
-- Rules: CHT-1 … CHT-5, MOD-1 … MOD-9.

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  device_id TEXT NOT NULL,
  staff_id TEXT REFERENCES staff (id),
  nickname TEXT,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'helper', 'host', 'owner')),
  text TEXT NOT NULL,
  reply_to TEXT REFERENCES messages (id),
  at INTEGER NOT NULL,
  -- `held`: waits for approval. `shadow`: its sender sees it, nobody else.
  state TEXT NOT NULL CHECK (state IN ('shown', 'held', 'shadow', 'removed'))
) STRICT;
CREATE INDEX messages_by_room ON messages (room_id, at);
CREATE INDEX messages_by_device ON messages (device_id, at);
ALTER TABLE rooms ADD COLUMN pinned_message_id TEXT REFERENCES messages (id);
-- Slow mode, words, links, approval (shared/moderation.ts). NULL: the defaults.
ALTER TABLE rooms ADD COLUMN rules TEXT CHECK (rules IS NULL OR json_valid(rules));

CREATE TABLE sanctions (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  kind TEXT NOT NULL CHECK (kind IN ('mute', 'ban')),
  device_id TEXT NOT NULL,
  -- For bans: the address's network; identities made there after the ban are refused as well.
  network TEXT,
  nickname TEXT,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  lifted_at INTEGER,
  lifted_by TEXT
) STRICT;
CREATE INDEX sanctions_by_device ON sanctions (room_id, device_id, until);
CREATE INDEX sanctions_by_network ON sanctions (room_id, network, until) WHERE network IS NOT NULL;

CREATE TABLE reports (
  subject TEXT NOT NULL,
  device_id TEXT NOT NULL,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (subject, device_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  at INTEGER NOT NULL,
  -- A person of the staff by name, or `rule`.
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- The words that it was about, as they were.
  detail TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_by_room ON audit (room_id, id);
CREATE TRIGGER audit_stays BEFORE UPDATE OF at, actor, act, subject, reason ON audit
  BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;

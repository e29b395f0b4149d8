-- Rooms, shows, their journal, and who may enter. Times are milliseconds since 1970; secrets are stored as hashes only,
-- but for the keys in `settings`, which sign what devices hold. Rules: STO-7, IDN-5.

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE rooms (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- The journal's last number; every event takes the next one in its own transaction.
  seq INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0)
) STRICT;

CREATE TABLE shows (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  state TEXT NOT NULL CHECK (state IN ('live', 'away', 'ended')),
  started_at INTEGER NOT NULL,
  away_at INTEGER,
  ended_at INTEGER,
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CHECK (state <> 'away' OR away_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_running_show ON shows (room_id) WHERE state <> 'ended';
CREATE INDEX shows_by_room ON shows (room_id, started_at);

CREATE TABLE events (
  room_id TEXT NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('helper', 'host', 'owner')),
  -- NULL: every room (owners).
  room_id TEXT REFERENCES rooms (id),
  created_at INTEGER NOT NULL,
  removed_at INTEGER,
  CHECK (role = 'owner' OR room_id IS NOT NULL)
) STRICT;

CREATE TABLE invites (
  token_hash TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('helper', 'host', 'owner')),
  room_id TEXT REFERENCES rooms (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by TEXT REFERENCES staff (id)
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  staff_id TEXT NOT NULL REFERENCES staff (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_staff ON sessions (staff_id);

-- Only devices that chose a nickname have a row.
CREATE TABLE viewers (
  device_id TEXT PRIMARY KEY,
  nickname TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;

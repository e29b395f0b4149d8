-- Keys for encoders (OBS and the like): who has one may send the picture of its room. Stored as a hash. Rules: WHP-20.

CREATE TABLE stream_keys (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  -- Who made it: it ends with that person's access.
  staff_id TEXT NOT NULL REFERENCES staff (id),
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE INDEX stream_keys_by_room ON stream_keys (room_id);

-- Questions that wait for approval; why a message is in the shadow; whom an act hit; how often a device changed its name;
-- invites that are listed and taken back. Rules: MOD-3, MOD-4, MOD-8, IDN-10, IDN-12.

-- `held` is a new state, and a CHECK cannot be changed in place (https://sqlite.org/lang_altertable.html#otheralter).
CREATE TABLE questions_anew (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  show_id TEXT NOT NULL REFERENCES shows (id),
  device_id TEXT NOT NULL,
  nickname TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('question', 'try_on')),
  product_id TEXT REFERENCES products (id),
  variant_id TEXT REFERENCES variants (id),
  variant TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('held', 'waiting', 'next', 'answering', 'answered', 'dismissed', 'withdrawn', 'merged')),
  me_toos INTEGER NOT NULL DEFAULT 0 CHECK (me_toos >= 0),
  asked_at INTEGER NOT NULL,
  answer TEXT,
  answer_to TEXT CHECK (answer_to IN ('all', 'asker')),
  from_show_ms INTEGER,
  until_show_ms INTEGER,
  media_producer TEXT,
  from_media_ms INTEGER,
  until_media_ms INTEGER,
  merged_into TEXT REFERENCES questions (id),
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CHECK ((answer IS NULL) = (answer_to IS NULL)),
  CHECK (variant_id IS NULL OR product_id IS NOT NULL),
  CHECK (kind <> 'try_on' OR product_id IS NOT NULL),
  CHECK (state <> 'held' OR me_toos = 0)
) STRICT;
INSERT INTO questions_anew SELECT * FROM questions;
DROP TABLE questions;
ALTER TABLE questions_anew RENAME TO questions;
CREATE UNIQUE INDEX one_on_camera ON questions (room_id) WHERE state = 'answering';
CREATE INDEX questions_by_show ON questions (show_id, asked_at);
CREATE INDEX questions_by_device ON questions (device_id, asked_at);
CREATE INDEX questions_by_product ON questions (product_id, asked_at) WHERE product_id IS NOT NULL;

-- The refusal that the sender was spared.
ALTER TABLE messages ADD COLUMN shadowed_for TEXT;
CREATE INDEX messages_in_shadow ON messages (room_id, at) WHERE state = 'shadow';

-- The nickname at that time; '': a guest without one; NULL: about nobody.
ALTER TABLE audit ADD COLUMN whom TEXT;

CREATE TABLE nickname_changes (
  device_id TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX nickname_changes_by_device ON nickname_changes (device_id, at);

ALTER TABLE invites ADD COLUMN id TEXT;
ALTER TABLE invites ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
ALTER TABLE invites ADD COLUMN revoked_at INTEGER;
UPDATE invites SET id = 'invite_' || substr(lower(hex(randomblob(10))), 1, 20);
CREATE UNIQUE INDEX invites_by_id ON invites (id);

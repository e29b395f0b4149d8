-- Questions of a show, tied to product and variant; who joined in; answers to give again.
-- Rules: QNA-1 … QNA-12.

CREATE TABLE questions (
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
  state TEXT NOT NULL CHECK (state IN ('waiting', 'next', 'answering', 'answered', 'dismissed', 'withdrawn', 'merged')),
  me_toos INTEGER NOT NULL DEFAULT 0 CHECK (me_toos >= 0),
  asked_at INTEGER NOT NULL,
  answer TEXT,
  answer_to TEXT CHECK (answer_to IN ('all', 'asker')),
  -- In the show's time, and in the time of the producer that carried the picture: a replay cuts the answer out by them.
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
  CHECK (kind <> 'try_on' OR product_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_on_camera ON questions (room_id) WHERE state = 'answering';
CREATE INDEX questions_by_show ON questions (show_id, asked_at);
CREATE INDEX questions_by_device ON questions (device_id, asked_at);
CREATE INDEX questions_by_product ON questions (product_id, asked_at) WHERE product_id IS NOT NULL;

CREATE TABLE me_toos (
  question_id TEXT NOT NULL REFERENCES questions (id),
  device_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (question_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX me_toos_by_device ON me_toos (device_id);

CREATE TABLE saved_answers (
  id TEXT PRIMARY KEY,
  product_id TEXT REFERENCES products (id),
  question TEXT NOT NULL,
  answer TEXT NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_once ON saved_answers (coalesce(product_id, ''), question, answer);

-- Who tapped when it was sold out; the device goes with the retention time.
CREATE TABLE misses (
  variant_id TEXT NOT NULL REFERENCES variants (id),
  device_id TEXT NOT NULL,
  -- Days since 1970.
  day INTEGER NOT NULL,
  PRIMARY KEY (variant_id, device_id, day)
) STRICT, WITHOUT ROWID;

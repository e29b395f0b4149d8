-- The shop: products and variants, the price log, the stock ledger, reservations, waiting lists, idempotency keys.
-- Money is in integer minor units (cents), times are milliseconds since 1970.

CREATE TABLE products (
  id TEXT PRIMARY KEY,
  -- The product's name in addresses and in CSV files; never changes.
  handle TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  -- The names of up to three options, in order: ["Size", "Colour"].
  options TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(options) AND json_array_length(options) <= 3),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Archived instead of deleted: reservations and the ledger go on naming it.
  archived_at INTEGER
) STRICT;

CREATE TABLE variants (
  id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  sku TEXT UNIQUE,
  option1 TEXT NOT NULL DEFAULT '',
  option2 TEXT NOT NULL DEFAULT '',
  option3 TEXT NOT NULL DEFAULT '',
  -- Pieces in the shop, those of them that are promised, and those that were handed over. Written by shop/stock.ts alone.
  on_hand INTEGER NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
  sold INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0),
  version INTEGER NOT NULL DEFAULT 0,
  archived_at INTEGER,
  CHECK (held <= on_hand)
) STRICT;
CREATE UNIQUE INDEX variants_by_options ON variants (product_id, option1, option2, option3) WHERE archived_at IS NULL;

CREATE TABLE prices (
  id INTEGER PRIMARY KEY,
  variant_id TEXT NOT NULL REFERENCES variants (id),
  at INTEGER NOT NULL,
  -- `show`: reduced, and then with the lowest price of the 30 days before it (art. 17-bis Codice del Consumo), frozen here.
  kind TEXT NOT NULL CHECK (kind IN ('regular', 'show')),
  cents INTEGER NOT NULL CHECK (cents > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  reference_cents INTEGER,
  CHECK ((kind = 'show') = (reference_cents IS NOT NULL)),
  CHECK (reference_cents IS NULL OR cents < reference_cents)
) STRICT;
CREATE INDEX prices_by_variant ON prices (variant_id, at, id);
CREATE TRIGGER prices_stay BEFORE UPDATE ON prices BEGIN SELECT RAISE (ABORT, 'prices are append-only'); END;
CREATE TRIGGER prices_remain BEFORE DELETE ON prices BEGIN SELECT RAISE (ABORT, 'prices are append-only'); END;

CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  show_id TEXT NOT NULL REFERENCES shows (id),
  variant_id TEXT NOT NULL REFERENCES variants (id),
  device_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_cents INTEGER NOT NULL CHECK (unit_cents > 0),
  currency TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'collected', 'cancelled', 'expired')),
  -- What the viewer says at pick-up.
  code TEXT NOT NULL,
  receipt_hash TEXT NOT NULL UNIQUE,
  name TEXT,
  contact TEXT,
  placed_at INTEGER NOT NULL,
  -- NULL while the deadline hangs on the end of a show that is still running.
  expires_at INTEGER,
  extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1)),
  ended_at INTEGER,
  CHECK (state <> 'confirmed' OR (name IS NOT NULL AND contact IS NOT NULL)),
  CHECK ((state IN ('held', 'confirmed')) = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX open_codes ON reservations (code) WHERE ended_at IS NULL;
CREATE INDEX reservations_due ON reservations (expires_at) WHERE state = 'held' AND expires_at IS NOT NULL;
CREATE INDEX reservations_by_show ON reservations (show_id, device_id);

CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  at INTEGER NOT NULL,
  variant_id TEXT NOT NULL REFERENCES variants (id),
  kind TEXT NOT NULL CHECK (kind IN ('hold', 'release', 'extend', 'confirm', 'collect', 'cancel', 'adjust')),
  on_hand INTEGER NOT NULL,
  held INTEGER NOT NULL,
  sold INTEGER NOT NULL,
  reservation_id TEXT REFERENCES reservations (id),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_by_variant ON ledger (variant_id, seq);
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_remains BEFORE DELETE ON ledger BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;

CREATE TABLE waiting (
  id INTEGER PRIMARY KEY,
  room_id TEXT NOT NULL REFERENCES rooms (id),
  show_id TEXT NOT NULL REFERENCES shows (id),
  variant_id TEXT NOT NULL REFERENCES variants (id),
  device_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  joined_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'left')),
  reservation_id TEXT REFERENCES reservations (id),
  CHECK ((state = 'offered') = (reservation_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX waiting_once ON waiting (variant_id, device_id) WHERE state = 'waiting';

CREATE TABLE idempotency (
  -- Who used the key: a device or a person of the staff.
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  at INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);

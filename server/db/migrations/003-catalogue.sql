-- The catalogue's details, images, the rooms' line-ups, the viewers' own limits, and what reservations need for their pages.
-- Rules: CAT-1 … CAT-6, LUP-1 … LUP-3, RES-10 … RES-14.

ALTER TABLE products ADD COLUMN care TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN size_notes TEXT NOT NULL DEFAULT '';
-- Product safety: regulation (EU) 2023/988 art. 19.
ALTER TABLE products ADD COLUMN maker TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN responsible TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN warnings TEXT NOT NULL DEFAULT '';
-- Title, handle, SKUs and option values in plain lower-case letters, for the search.
ALTER TABLE products ADD COLUMN search TEXT NOT NULL DEFAULT '';
-- Raised by every change of the product, its variants, prices or images: the ETag.
ALTER TABLE products ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- The files are in the data folder: images/<id>/<width>.<format>. They never change.
CREATE TABLE images (
  id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  alt TEXT NOT NULL DEFAULT '',
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX images_by_product ON images (product_id, position);

CREATE INDEX variants_by_product ON variants (product_id, position);

CREATE TABLE line_up (
  room_id TEXT NOT NULL REFERENCES rooms (id),
  product_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (room_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX line_up_by_product ON line_up (product_id);
ALTER TABLE rooms ADD COLUMN pinned_product_id TEXT REFERENCES products (id);

-- A viewer's own limit in value. A lower one holds at once; a higher one (next_cents NULL: none) from next_at on.
CREATE TABLE viewer_caps (
  device_id TEXT PRIMARY KEY,
  cents INTEGER CHECK (cents > 0),
  next_cents INTEGER CHECK (next_cents > 0),
  next_at INTEGER
) STRICT, WITHOUT ROWID;

-- How long after its show's end a hold ends, while expires_at is not known yet. Frozen when it was placed.
ALTER TABLE reservations ADD COLUMN after_show_ms INTEGER;
ALTER TABLE reservations ADD COLUMN offered INTEGER NOT NULL DEFAULT 0 CHECK (offered IN (0, 1));
-- When name, contact and device were deleted.
ALTER TABLE reservations ADD COLUMN forgotten_at INTEGER;
CREATE INDEX reservations_by_device ON reservations (device_id, placed_at);
CREATE INDEX reservations_by_time ON reservations (placed_at, id);
CREATE INDEX reservations_by_variant ON reservations (variant_id) WHERE ended_at IS NULL;
CREATE INDEX ledger_by_reservation ON ledger (reservation_id) WHERE reservation_id IS NOT NULL;
CREATE INDEX waiting_by_device ON waiting (device_id) WHERE state = 'waiting';
CREATE INDEX waiting_by_variant ON waiting (variant_id, id) WHERE state = 'waiting';

-- The secret behind the receipts' addresses: each is derived from it, so none has to be stored.
INSERT INTO settings (key, value) VALUES ('receipt_key', lower(hex(randomblob(32))));

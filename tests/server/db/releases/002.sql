-- Products, prices, stock with its chained ledger (hashes as they were written), a confirmed reservation, a waiting list, answers.
INSERT INTO products (id, handle, title, description, options, created_at, updated_at, archived_at) VALUES
  ('product_a', 'camicia', 'Camicia di lino', 'Lino lavato.', '["Taglia"]', 1700000000000, 1700000000000, NULL),
  ('product_b', 'sciarpa', 'Sciarpa', '', '[]', 1700000000000, 1700000000000, 1700001000000);
INSERT INTO variants (id, product_id, position, sku, option1, on_hand, held, sold, version) VALUES
  ('variant_a', 'product_a', 0, 'CAM-M', 'M', 5, 2, 0, 3),
  ('variant_b', 'product_b', 0, NULL, '', 0, 0, 0, 0);
INSERT INTO prices (id, variant_id, at, kind, cents, currency, reference_cents) VALUES
  (1, 'variant_a', 1690000000000, 'regular', 4900, 'EUR', NULL),
  (2, 'variant_a', 1700000000000, 'show', 3900, 'EUR', 4900);
INSERT INTO reservations (id, room_id, show_id, variant_id, device_id, quantity, unit_cents, currency, state, code,
  receipt_hash, name, contact, placed_at, expires_at, extended, ended_at) VALUES
  ('reservation_a', 'room_a', 'show_a', 'variant_a', 'device_a', 2, 3900, 'EUR', 'confirmed', 'K7P2Q',
   'hash_of_receipt', 'Anna', 'anna@example.com', 1700000100000, 1700007200000, 0, NULL);
INSERT INTO ledger (seq, at, variant_id, kind, on_hand, held, sold, reservation_id, actor, reason, previous_hash, hash) VALUES
  (1, 1700000000000, 'variant_a', 'adjust', 5, 0, 0, NULL, 'staff:Ada', 'opening',
   '0000000000000000000000000000000000000000000000000000000000000000',
   '7389db26f581f6d4985ed04d86ea16e726f3ed778f7062e9db91e3efdd61796a'),
  (2, 1700000100000, 'variant_a', 'hold', 0, 2, 0, 'reservation_a', 'viewer', '',
   '7389db26f581f6d4985ed04d86ea16e726f3ed778f7062e9db91e3efdd61796a',
   '6efe3b224df4b88ec5f51355adc7d858b140b3f88bc1bc6be03a190cd94f4015'),
  (3, 1700000200000, 'variant_a', 'confirm', 0, 0, 0, 'reservation_a', 'viewer', '',
   '6efe3b224df4b88ec5f51355adc7d858b140b3f88bc1bc6be03a190cd94f4015',
   '7a7bc8519e028b3ca7423bc8a09eaba1eab6e703c36e9f331e2c88843e6df3bf');
INSERT INTO waiting (id, room_id, show_id, variant_id, device_id, quantity, joined_at, state, reservation_id) VALUES
  (1, 'room_a', 'show_b', 'variant_a', 'device_b', 9, 1700090000000, 'waiting', NULL);
INSERT INTO idempotency (actor, key, request_hash, answer, at) VALUES
  ('device_b', 'tap-2', 'hash_of_body', '{"place":1}', 1700090000000),
  ('device_a', 'tap-1', 'hash_of_body', '{"id":"reservation_a"}', 1700000100000);

-- A key of an encoder.
INSERT INTO stream_keys (id, room_id, staff_id, name, key_hash, created_at, used_at, revoked_at) VALUES
  ('streamkey_a', 'room_a', 'staff_a', 'OBS', 'hash_of_key', 1700000000000, 1700000001000, NULL);

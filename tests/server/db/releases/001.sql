-- What a shop of the first release held: rooms, a show that is over and one that runs, their journal, people, keys.
INSERT INTO settings (key, value) VALUES ('device_key', 'c2VjcmV0'), ('public_url', 'https://live.example.com');
INSERT INTO rooms (id, slug, name, created_at, seq) VALUES ('room_a', 'demo', 'Bottega Sole', 1700000000000, 2);
INSERT INTO shows (id, room_id, state, started_at, away_at, ended_at) VALUES
  ('show_a', 'room_a', 'ended', 1700000000000, NULL, 1700003600000),
  ('show_b', 'room_a', 'away', 1700090000000, 1700090060000, NULL);
INSERT INTO events (room_id, seq, at, type, body) VALUES
  ('room_a', 1, 1700000000000, 'show.started', '{"showId":"show_a"}'),
  ('room_a', 2, 1700003600000, 'show.ended', '{"showId":"show_a"}');
INSERT INTO staff (id, name, role, room_id, created_at, removed_at) VALUES
  ('staff_a', 'Ada', 'owner', NULL, 1700000000000, NULL),
  ('staff_b', 'Bea', 'host', 'room_a', 1700000000000, 1700009000000);
INSERT INTO invites (token_hash, role, room_id, created_at, expires_at, used_at, used_by) VALUES
  ('hash_of_used', 'host', 'room_a', 1700000000000, 1700600000000, 1700000001000, 'staff_b'),
  ('hash_of_open', 'helper', 'room_a', 1700000000000, 1700600000000, NULL, NULL);
INSERT INTO sessions (token_hash, staff_id, created_at, seen_at, expires_at) VALUES
  ('hash_of_session', 'staff_a', 1700000000000, 1700000000000, 1702600000000);
INSERT INTO viewers (device_id, nickname, created_at, seen_at) VALUES
  ('device_a', 'Anna è qui 🌸', 1700000000000, 1700000000000);

-- Chat with a reply, the pinned message, a room's own rules, a ban, a report, the log.
INSERT INTO messages (id, room_id, device_id, staff_id, nickname, role, text, reply_to, at, state) VALUES
  ('message_a', 'room_a', 'device_a', NULL, 'Anna', 'viewer', 'Bellissima', NULL, 1700000010000, 'shown'),
  ('message_b', 'room_a', 'device_s', 'staff_a', 'Ada', 'owner', 'Grazie!', 'message_a', 1700000020000, 'shown'),
  ('message_c', 'room_a', 'device_d', NULL, NULL, 'viewer', 'spam', NULL, 1700000030000, 'shadow');
UPDATE rooms SET pinned_message_id = 'message_b', rules = '{"slowSeconds":5}';
INSERT INTO sanctions (id, room_id, kind, device_id, network, nickname, reason, made_by, made_at, until, lifted_at, lifted_by) VALUES
  ('sanction_a', 'room_a', 'ban', 'device_d', '192.0.2.7', NULL, 'spam', 'Ada', 1700000040000, 1700086440000, NULL, NULL);
INSERT INTO reports (subject, device_id, room_id, reason, at) VALUES
  ('message_c', 'device_a', 'room_a', 'advertising', 1700000035000);
INSERT INTO audit (id, room_id, at, actor, act, subject, detail, reason) VALUES
  (1, 'room_a', 1700000040000, 'staff:Ada', 'ban', 'message_c', 'spam', 'spam');

-- What waits for approval, why something is in the shadow, whom an act hit, a change of name, an invite that was taken back.
INSERT INTO questions (id, room_id, show_id, device_id, kind, text, state, asked_at) VALUES
  ('question_d', 'room_a', 'show_b', 'device_d', 'question', 'Posso?', 'held', 1700090001000);
UPDATE messages SET shadowed_for = 'words_refused' WHERE id = 'message_c';
INSERT INTO audit (id, room_id, at, actor, act, subject, whom) VALUES
  (2, 'room_a', 1700000050000, 'staff:Ada', 'remove', 'message_c', '');
INSERT INTO nickname_changes (device_id, at) VALUES ('device_a', 1700000000000);
UPDATE invites SET id = 'invite_a', made_by = 'Ada', revoked_at = 1700000002000 WHERE token_hash = 'hash_of_open';

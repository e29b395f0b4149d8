-- Questions in every kind of end, who joined in, an answer to give again, a tap that came too late.
INSERT INTO questions (id, room_id, show_id, device_id, nickname, kind, product_id, variant_id, variant, text, state, me_toos,
  asked_at, answer, answer_to, from_show_ms, until_show_ms, merged_into, version) VALUES
  ('question_a', 'room_a', 'show_a', 'device_a', 'Anna', 'question', 'product_a', 'variant_a', 'M', 'Veste piccola?', 'answered', 1,
   1700000050000, 'No, prendi la M.', 'all', 60000, 90000, NULL, 4),
  ('question_b', 'room_a', 'show_a', 'device_b', NULL, 'try_on', 'product_a', NULL, '', 'La provi?', 'merged', 0,
   1700000060000, NULL, NULL, NULL, NULL, 'question_a', 2),
  ('question_c', 'room_a', 'show_b', 'device_b', NULL, 'question', NULL, NULL, '', 'Siete aperti domani?', 'answering', 0,
   1700090000000, NULL, NULL, 5000, NULL, NULL, 2);
INSERT INTO me_toos (question_id, device_id, at) VALUES ('question_a', 'device_b', 1700000055000);
INSERT INTO saved_answers (id, product_id, question, answer, uses, created_at) VALUES
  ('answer_a', 'product_a', 'Veste piccola?', 'No, prendi la M.', 3, 1700000070000);
INSERT INTO misses (variant_id, device_id, day) VALUES ('variant_a', 'device_c', 19675);

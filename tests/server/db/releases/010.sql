-- A pause.
UPDATE shows SET paused_at = 1700090060000 WHERE id = 'show_b';

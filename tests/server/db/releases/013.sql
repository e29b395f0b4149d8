-- By which ways viewers came.
INSERT INTO viewer_paths (hour, path, pages) VALUES (472250, 'udp', 41), (472250, 'none', 1);

-- How many viewers' pages got their picture by which way, by the hour. Counts alone: no page, no person, no address.
CREATE TABLE viewer_paths (
  hour INTEGER NOT NULL,
  path TEXT NOT NULL CHECK (path IN ('udp', 'tcp', 'relay-udp', 'relay-tcp', 'relay-tls', 'none')),
  pages INTEGER NOT NULL CHECK (pages >= 0),
  PRIMARY KEY (hour, path)
) STRICT, WITHOUT ROWID;

-- A host's own break: the show is away by wish, and no picture brings it back by itself. Rules: SES-26, SES-27.

ALTER TABLE shows ADD COLUMN paused_at INTEGER CHECK (paused_at IS NULL OR state = 'away');

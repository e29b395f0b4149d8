-- Old messages are deleted, and each deletion looks for replies to it. Rules: OPS-72.

CREATE INDEX messages_by_reply ON messages (reply_to) WHERE reply_to IS NOT NULL;

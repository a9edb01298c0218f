-- The filesystem's metadata column file.size under another name.
CREATE TABLE orders (eventId STRING, size BIGINT NOT NULL METADATA FROM 'file.size') WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json');
SELECT DISTINCT size FROM orders;

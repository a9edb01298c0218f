-- A watermark that is a TIMESTAMP(6).
CREATE TABLE times (id INT, e TIMESTAMP(3), WATERMARK FOR e AS CAST(e AS TIMESTAMP(6)) - INTERVAL '1' SECOND) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id FROM times;

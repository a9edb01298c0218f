-- A watermark over a TIMESTAMP(6).
CREATE TABLE times (id INT, t6 TIMESTAMP(6), WATERMARK FOR t6 AS t6 - INTERVAL '1' SECOND) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id FROM times;

-- A watermark over a TIMESTAMP_LTZ(6).
CREATE TABLE times (id INT, e AS TO_TIMESTAMP_LTZ(id, 6), WATERMARK FOR e AS e) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id FROM times;

-- ORDER BY event time, then a timestamp of nine digits.
CREATE TABLE times (id INT, t9 TIMESTAMP(9), e AS TIMESTAMP '2026-01-01 00:00:00.000', WATERMARK FOR e AS e) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9 FROM times ORDER BY e, t9 DESC, id;

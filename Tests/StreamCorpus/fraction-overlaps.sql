-- OVERLAPS and differences of timestamps of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, (t6, INTERVAL '1' SECOND) OVERLAPS (t9, INTERVAL '1' SECOND) AS o, (t6, t9) OVERLAPS (t9, t9) AS p,
  TIMESTAMPADD(SECOND, 1, t6) > t9 AS q
FROM times;

-- TIMESTAMPADD to timestamps of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, TIMESTAMPADD(SECOND, 1, t9) AS s, TIMESTAMPADD(MINUTE, -1, t6) AS mi, TIMESTAMPADD(HOUR, id, t9) AS h,
  TIMESTAMPADD(DAY, -1, t9) AS d, TIMESTAMPADD(MONTH, 1, t6) AS mo, TIMESTAMPADD(YEAR, -1, t9) AS y,
  TIMESTAMPADD(SECOND, 1, CAST(t9 AS DATE)) AS ds
FROM times WHERE id NOT IN (7, 8);

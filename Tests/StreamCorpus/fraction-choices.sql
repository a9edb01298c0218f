-- CASE, COALESCE and their like over precisions.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CASE WHEN id < 5 THEN t6 ELSE t9 END AS c, COALESCE(t6, t9) AS co, COALESCE(t9, TIMESTAMP '2026-01-02 03:04:05') AS cn,
  IFNULL(t6, TIMESTAMP '2026-01-02 03:04:05.123456789') AS ifn, NULLIF(t9, TIMESTAMP '2026-01-02 03:04:05.123456789') AS nif,
  GREATEST(t9, TIMESTAMP '2000-01-01 00:00:00') AS g, LEAST(t6, t9) AS l, CASE id WHEN 1 THEN t9 WHEN 2 THEN t6 END AS w
FROM times;

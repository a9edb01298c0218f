-- TRY_CAST of texts.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, TRY_CAST(s AS INT) AS i, TRY_CAST(s AS DOUBLE) AS d, TRY_CAST(s AS DECIMAL(10,2)) AS n, TRY_CAST(s AS BOOLEAN) AS b, TRY_CAST(s AS DATE) AS dt,
  TRY_CAST(s AS TIMESTAMP(3)) AS ts, TRY_CAST(s AS TIME) AS tm, TRY_CAST(s AS BIGINT) AS l, CAST(s AS VARCHAR(3)) AS v, CAST(s AS CHAR(4)) AS c FROM strings;

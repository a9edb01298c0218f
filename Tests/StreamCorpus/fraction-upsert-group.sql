-- Groups of a table whose key is a TIMESTAMP(9).
-- compare: net
CREATE TABLE fractions (t9 TIMESTAMP(9), n INT, PRIMARY KEY (t9) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'fractions', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
SELECT CAST(t9 AS TIMESTAMP(6)) AS t6, SUM(n) AS n, MAX(t9) AS m FROM fractions GROUP BY CAST(t9 AS TIMESTAMP(6));

-- Flink fails to return a function's DOUBLE as DOUBLE; as a text it does.
SELECT JSON_VALUE(j, '$.v.sum()' RETURNING DOUBLE) AS total FROM (VALUES (CAST('{"v":[1,2.5]}' AS STRING))) AS t (j);

-- A condition without a comparison fails in Flink 2.3 (no class net.minidev.json).
SELECT JSON_QUERY(j, '$.l[?(@.n)]') AS q FROM (VALUES (CAST('{"l":[{"n":1}]}' AS STRING))) AS t (j);

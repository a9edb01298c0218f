-- A list in a condition fails in Flink 2.3, too.
SELECT JSON_QUERY(j, '$.l[?(@.n in [1,2])]') AS q FROM (VALUES (CAST('{"l":[{"n":1}]}' AS STRING))) AS t (j);

-- A condition over an array fails in Flink 2.3, too.
SELECT JSON_QUERY(j, '$.l[?(@.n == 1)]') AS q FROM (VALUES (CAST('{"l":[{"n":[1]}]}' AS STRING))) AS t (j);

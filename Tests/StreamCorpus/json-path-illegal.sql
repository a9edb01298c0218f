-- What is no path is an error of each row, for ON ERROR.
SELECT JSON_QUERY(j, '$.l[:]') AS q FROM (VALUES (CAST('{"l":[{"n":1}]}' AS STRING))) AS t (j);

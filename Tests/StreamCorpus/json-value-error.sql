-- ERROR ON EMPTY fails the job.
SELECT JSON_VALUE(j, '$.a' ERROR ON EMPTY) AS v FROM (VALUES (CAST('{}' AS STRING)), ('{"a":1}')) AS t (j);

-- Flink leaves some places out behind a wildcard at all depths.
SELECT JSON_QUERY(j, '$..*.n') AS q FROM (VALUES (CAST('{"l":[{"n":1}]}' AS STRING))) AS t (j);

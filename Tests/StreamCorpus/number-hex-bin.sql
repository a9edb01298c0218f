-- HEX and BIN of integers and texts.
SELECT v, HEX(v) AS h, BIN(v) AS b, HEX(CAST(v AS STRING)) AS s
FROM (VALUES (CAST(0 AS BIGINT)), (1), (255), (4096), (-1), (9223372036854775807), (CAST(NULL AS BIGINT))) AS t (v);

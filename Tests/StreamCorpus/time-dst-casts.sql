-- Casts around clock changes.
SET 'table.local-time-zone' = 'America/New_York';
CREATE TABLE dst (id INT, ms BIGINT, k STRING, v INT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/dst.json', 'format' = 'json');
SELECT id, ts, CAST(ts AS TIMESTAMP(3)) AS l, CAST(ts AS STRING) AS s, DATE_FORMAT(ts, 'yyyy-MM-dd HH:mm') AS f, EXTRACT(HOUR FROM ts) AS h, ts + INTERVAL '1' DAY AS nd, CAST(CAST(ts AS TIMESTAMP(3)) AS TIMESTAMP_LTZ(3)) AS back, FLOOR(ts TO DAY) AS fd, CAST(ts AS DATE) AS dd, CAST(ts AS TIME) AS tt FROM dst;

-- HOP around clock changes in New York.
SET 'table.local-time-zone' = 'America/New_York';
CREATE TABLE dst (id INT, ms BIGINT, k STRING, v INT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/dst.json', 'format' = 'json');
SELECT window_start, window_end, COUNT(*) AS c, SUM(v) AS sv FROM TABLE(HOP(TABLE dst, DESCRIPTOR(ts), INTERVAL '1' HOUR, INTERVAL '3' HOUR)) GROUP BY window_start, window_end;

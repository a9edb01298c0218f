-- Hours around clock changes in Berlin.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE dst (id INT, ms BIGINT, k STRING, v INT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/dst.json', 'format' = 'json');
SELECT k, window_start, window_end, window_time, COUNT(*) AS c, MIN(id) AS mi FROM TABLE(TUMBLE(TABLE dst, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY k, window_start, window_end, window_time;

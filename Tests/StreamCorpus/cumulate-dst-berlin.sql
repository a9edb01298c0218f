-- Days of 23 and 25 hours.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE dst (id INT, ms BIGINT, k STRING, v INT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/dst.json', 'format' = 'json');
SELECT window_start, window_end, COUNT(*) AS c FROM TABLE(CUMULATE(TABLE dst, DESCRIPTOR(ts), INTERVAL '2' HOUR, INTERVAL '1' DAY)) GROUP BY window_start, window_end;

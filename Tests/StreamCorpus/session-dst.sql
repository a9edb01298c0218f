-- Sessions around clock changes.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE dst (id INT, ms BIGINT, k STRING, v INT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/dst.json', 'format' = 'json');
SELECT k, window_start, window_end, COUNT(*) AS c FROM TABLE(SESSION(TABLE dst PARTITION BY k, DESCRIPTOR(ts), INTERVAL '45' MINUTE)) GROUP BY k, window_start, window_end;

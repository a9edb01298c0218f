-- The raw format with BYTES.
CREATE TABLE lines (line BYTES) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/lines.txt', 'format' = 'raw');
SELECT line, CAST(line AS STRING) AS s, MD5(CAST(line AS STRING)) AS h FROM lines;

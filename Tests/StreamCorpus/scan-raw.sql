-- The raw format: every line is a STRING.
CREATE TABLE lines (line STRING) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/lines.txt', 'format' = 'raw');
SELECT line, CHAR_LENGTH(line) AS n FROM lines;

-- Metadata that a file does not have.
CREATE TABLE t (id INT, n STRING METADATA FROM 'offset') WITH ('connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json');
SELECT id, n FROM t;

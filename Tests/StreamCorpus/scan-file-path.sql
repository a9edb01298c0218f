-- All metadata of a file.
CREATE TABLE t (id INT, n STRING NOT NULL METADATA FROM 'file.name', s BIGINT NOT NULL METADATA FROM 'file.size') WITH ('connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json');
SELECT id, n, s FROM t;

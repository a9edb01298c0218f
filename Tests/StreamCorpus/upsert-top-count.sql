-- The groups with the most rows.
CREATE TABLE movements (
  movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
CREATE TABLE target (
  rn BIGINT, account STRING, n BIGINT, PRIMARY KEY (rn) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-top-count', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT rn, account, n FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY n DESC, account) AS rn FROM (SELECT account, COUNT(*) AS n FROM movements GROUP BY account)) WHERE rn <= 3;

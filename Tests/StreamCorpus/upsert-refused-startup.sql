-- A topic with the state of a table is read from its beginning.
CREATE TABLE movements (
  movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
CREATE TABLE target (
  account STRING, n BIGINT, PRIMARY KEY (account) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-refused-startup', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json', 'scan.startup.mode' = 'latest-offset'
);
INSERT INTO target SELECT account, COUNT(*) FROM movements GROUP BY account;

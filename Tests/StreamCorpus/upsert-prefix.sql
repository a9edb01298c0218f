-- Key fields under a prefix, values without them.
CREATE TABLE movements (
  movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
CREATE TABLE target (
  k_account STRING, n BIGINT, PRIMARY KEY (k_account) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-prefix', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'key.fields-prefix' = 'k_', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);
INSERT INTO target SELECT account, COUNT(*) FROM movements GROUP BY account;

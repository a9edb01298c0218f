-- Windows over a table that changes.
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'plans', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE accounts, DESCRIPTOR(happened), INTERVAL '5' MINUTES)) GROUP BY window_start, window_end;

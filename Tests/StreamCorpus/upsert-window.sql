-- Windows have a key of their own.
CREATE TABLE movements (
  movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
CREATE TABLE target (
  kind STRING, window_start TIMESTAMP_LTZ(3), window_end TIMESTAMP_LTZ(3), n BIGINT, PRIMARY KEY (kind, window_start, window_end) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-window', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT kind, window_start, window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE movements, DESCRIPTOR(happened), INTERVAL '5' MINUTES)) GROUP BY kind, window_start, window_end;

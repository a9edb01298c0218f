-- Top-N by number.
CREATE TABLE movements (
  movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
CREATE TABLE target (
  kind STRING, rn BIGINT, movementId STRING, amount DECIMAL(12,2), PRIMARY KEY (kind, rn) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-top-number', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT kind, rn, movementId, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY kind ORDER BY amount DESC, movementId) AS rn FROM movements) WHERE rn <= 3;

-- The last movement of each account with the state then.
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'states', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
CREATE TABLE movements (
  movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
CREATE TABLE target (
  account STRING, movementId STRING, plan STRING, PRIMARY KEY (account) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-temporal-sink', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT account, movementId, plan FROM (SELECT m.account, m.movementId, a.plan, ROW_NUMBER() OVER (PARTITION BY m.account ORDER BY m.happened DESC) AS rn FROM movements AS m LEFT JOIN accounts FOR SYSTEM_TIME AS OF m.happened AS a ON m.account = a.id) WHERE rn = 1;

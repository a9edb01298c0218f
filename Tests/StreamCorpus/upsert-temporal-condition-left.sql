-- Conditions on either side of a LEFT temporal join: where they are not true there is no state.
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
SELECT m.movementId, m.account, m.amount, a.plan, a.credit FROM movements AS m LEFT JOIN accounts FOR SYSTEM_TIME AS OF m.happened AS a ON m.account = a.id AND (a.plan <> 'S' OR m.amount < a.credit) AND m.kind IS NOT NULL;

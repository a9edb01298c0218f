-- A record's timestamp as one of six digits.
CREATE TABLE movements (movementId STRING, happened TIMESTAMP_LTZ(6) METADATA FROM 'timestamp') WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
SELECT movementId, happened, CAST(happened AS STRING) AS s FROM movements WHERE movementId < 'm0010';

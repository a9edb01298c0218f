-- A record's timestamp as a TIMESTAMP of nine digits.
CREATE TABLE movements (movementId STRING, happened TIMESTAMP(9) METADATA FROM 'timestamp') WITH (
  'connector' = 'kafka', 'topic' = 'movements', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json'
);
SELECT movementId, happened FROM movements WHERE movementId < 'm0010';

-- The same variable is defined by its own earlier rows: falling, then rising (a V shape).
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES S.amount AS top, LAST(D.amount) AS bottom, LAST(U.amount) AS up, COUNT(D.eventId) AS falls,
  COUNT(U.eventId) AS rises, LAST(U.eventTime) AS ended
  AFTER MATCH SKIP TO LAST U
  PATTERN (S D{2,} U{2,} E)
  DEFINE D AS D.amount < COALESCE(LAST(D.amount, 1), S.amount),
  U AS U.amount > COALESCE(LAST(U.amount, 1), LAST(D.amount)), E AS E.amount <= LAST(U.amount)
) AS T;

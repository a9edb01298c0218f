-- A rising run of amounts ended by a fall: the fraud rule of the bench (A B{2,} C).
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, first_order, last_order, start_time, end_time, n, first_amount, last_amount, total
FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId
  ORDER BY eventTime
  MEASURES
    FIRST(A.orderId) AS first_order, LAST(B.orderId) AS last_order, FIRST(A.eventTime) AS start_time,
    LAST(B.eventTime) AS end_time,
    COUNT(*) AS n, FIRST(A.amount) AS first_amount, LAST(B.amount) AS last_amount, SUM(amount) AS total
  ONE ROW PER MATCH
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B{2,} C) WITHIN INTERVAL '3' MINUTE
  DEFINE
    B AS B.amount > COALESCE(LAST(B.amount, 1), A.amount),
    C AS C.amount <= LAST(B.amount)
) AS T;

-- Filters on strings beyond ASCII, with quotes, backslashes and blanks, and the empty string.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, CHAR_LENGTH(customerId) AS n, eventId FROM orders
WHERE customerId IN ('c😀17', 'cü15', 'c"18"', '', U&'c\65e5\672c') AND amount > 150 AND amount < 1000;

-- MATCH_RECOGNIZE over the last rows of a key.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE VIEW latest AS SELECT eventId, orderId, amount, eventTime FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY eventTime DESC) AS rn FROM orders) WHERE rn = 1;
SELECT * FROM latest MATCH_RECOGNIZE (ORDER BY eventTime MEASURES A.eventId AS e PATTERN (A) DEFINE A AS A.amount > 10) AS t;

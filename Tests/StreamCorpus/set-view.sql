-- A view over a view, with columns named by the view.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE VIEW eur (id, customer, cents) AS SELECT eventId, customerId, CAST(amount * 100 AS BIGINT) FROM orders
WHERE currency = 'EUR';
CREATE VIEW big AS SELECT customer, cents, id FROM eur WHERE cents > 20000;
SELECT customer, cents / 100 AS euros, id FROM big;

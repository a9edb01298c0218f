-- A table that declares the columns in another order and only some of them; duplicates in the projection.
CREATE TABLE orders (currency STRING, eventTime TIMESTAMP(3), eventId STRING, nosuch INT) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT eventId AS a, eventId AS b, currency, nosuch, nosuch IS NULL AS missing FROM orders WHERE currency <> 'EUR';

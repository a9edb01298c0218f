-- fail-on-missing-field fails the job at the first event without an amount.
CREATE TABLE orders (eventId STRING, amount DECIMAL(12,2)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json',
  'json.fail-on-missing-field' = 'true');
SELECT * FROM orders;

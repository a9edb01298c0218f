-- IN with many values, integers and strings.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, status, currency FROM orders
WHERE currency IN ('USD', 'GBP', 'JPY', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'RON', 'BGN', 'HRK', 'ISK',
  'TRY', 'ILS', 'ZAR', 'AUD', 'NZD', 'CAD', 'MXN', 'BRL')
  AND status NOT IN ('PENDING', 'CONFIRMED') AND amount NOT IN (1, 2.5, 99999.99);

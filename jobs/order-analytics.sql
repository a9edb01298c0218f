-- How many orders of each customer came into each status in the last ten minutes, every minute: see docs/jobs.md.
SET 'pipeline.name' = 'order-analytics';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.source.idle-timeout' = '10 s';

CREATE TABLE order_events (
  eventId STRING,
  type STRING,
  customerId STRING,
  orderId STRING,
  status STRING,
  amount DECIMAL(18, 3),
  currency STRING,
  eventTime TIMESTAMP_LTZ(3),
  recordTime TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  happened AS COALESCE(eventTime, recordTime),
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.order.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'order-analytics',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'json.ignore-parse-errors' = 'true',
  'json.decode.json-parser.enabled' = 'false'
);

CREATE TABLE analytics_events (
  type STRING,
  eventId STRING,
  customerId STRING,
  status STRING,
  currency STRING,
  windowStart STRING,
  windowEnd STRING,
  orders BIGINT,
  totalAmount DECIMAL(38, 3),
  averageAmount DECIMAL(38, 6),
  highestAmount DECIMAL(18, 3),
  eventTime STRING,
  recordTime TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.analytics.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '600000',
  'key.format' = 'raw',
  'key.fields' = 'customerId',
  'format' = 'json',
  'json.encode.decimal-as-plain-number' = 'true',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'order-analytics'
);

-- An order comes into a status when it is created and when its state changes; other events of it repeat the status.
CREATE VIEW transitions AS
SELECT eventId, customerId, status, amount, currency, happened
FROM order_events
WHERE type IN ('ProductOrderCreateEvent', 'ProductOrderStateChangeEvent')
  AND eventId IS NOT NULL AND customerId IS NOT NULL AND orderId IS NOT NULL AND status IS NOT NULL;

-- Copies of an event have the same event time, so a window of a second suffices to find them, and what is remembered is
-- bounded. It delays nothing: a window of ten minutes ends together with its last second.
CREATE VIEW distinct_transitions AS
SELECT customerId, status, amount, currency, window_time AS rowTime
FROM TABLE(TUMBLE(TABLE transitions, DESCRIPTOR(happened), INTERVAL '1' SECOND))
GROUP BY eventId, customerId, status, amount, currency, window_start, window_end, window_time;

INSERT INTO analytics_events
SELECT
  'OrderStatusEvent',
  MD5(CONCAT_WS('|', 'OrderStatusEvent', customerId, status, COALESCE(currency, ''), CAST(window_end AS STRING))),
  customerId,
  status,
  currency,
  DATE_FORMAT(window_start, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  DATE_FORMAT(window_end, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  COUNT(*),
  SUM(amount),
  AVG(amount),
  MAX(amount),
  DATE_FORMAT(window_end, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(window_end AS TIMESTAMP_LTZ(3))
FROM TABLE(HOP(TABLE distinct_transitions, DESCRIPTOR(rowTime), INTERVAL '1' MINUTE, INTERVAL '10' MINUTES))
GROUP BY customerId, status, currency, window_start, window_end;

-- What each customer did in windows of five minutes: see docs/jobs.md.
-- One record per customer and window with currency null: all events. One more per currency: the events with an amount in
-- it (XXX: an amount without a currency), their sum and average. Amounts of different currencies are never added.
SET 'pipeline.name' = 'customer-analytics';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.source.idle-timeout' = '10 s';

CREATE TABLE customer_events (
  eventId STRING,
  type STRING,
  customerId STRING,
  amount DECIMAL(18, 3),
  currency STRING,
  eventTime TIMESTAMP_LTZ(3),
  recordTime TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  recordPartition INT NOT NULL METADATA FROM 'partition' VIRTUAL,
  recordOffset BIGINT NOT NULL METADATA FROM 'offset' VIRTUAL,
  happened AS COALESCE(eventTime, recordTime),
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.customer.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'customer-analytics',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'json.ignore-parse-errors' = 'true',
  'json.decode.json-parser.enabled' = 'false'
);

CREATE TABLE order_events (
  eventId STRING,
  type STRING,
  customerId STRING,
  amount DECIMAL(18, 3),
  currency STRING,
  eventTime TIMESTAMP_LTZ(3),
  recordTime TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  recordPartition INT NOT NULL METADATA FROM 'partition' VIRTUAL,
  recordOffset BIGINT NOT NULL METADATA FROM 'offset' VIRTUAL,
  happened AS COALESCE(eventTime, recordTime),
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.order.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'customer-analytics',
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
  currency STRING,
  windowStart STRING,
  windowEnd STRING,
  events BIGINT,
  eventTypes BIGINT,
  totalAmount DECIMAL(38, 3),
  averageAmount DECIMAL(38, 6),
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
  'sink.transactional-id-prefix' = 'customer-analytics'
);

-- An event without an id cannot be told from its copy: its place in the log stands for the id.
CREATE VIEW all_events AS
SELECT customerId, type, amount, CASE WHEN amount IS NOT NULL THEN COALESCE(currency, 'XXX') END AS currency, happened,
  COALESCE(eventId, CONCAT_WS('-', 'customer', CAST(recordPartition AS STRING), CAST(recordOffset AS STRING))) AS dedupKey
FROM customer_events
WHERE customerId IS NOT NULL
UNION ALL
SELECT customerId, type, amount, CASE WHEN amount IS NOT NULL THEN COALESCE(currency, 'XXX') END AS currency, happened,
  COALESCE(eventId, CONCAT_WS('-', 'order', CAST(recordPartition AS STRING), CAST(recordOffset AS STRING))) AS dedupKey
FROM order_events
WHERE customerId IS NOT NULL;

-- Copies of an event have the same event time, so a window of a second suffices to find them, and what is remembered is
-- bounded. It delays nothing: a window of five minutes ends together with its last second.
CREATE VIEW distinct_events AS
SELECT customerId, type, amount, currency, window_time AS rowTime
FROM TABLE(TUMBLE(TABLE all_events, DESCRIPTOR(happened), INTERVAL '1' SECOND))
GROUP BY dedupKey, customerId, type, amount, currency, window_start, window_end, window_time;

CREATE VIEW activity AS
SELECT customerId, currency, GROUPING(currency) AS isTotal, window_start, window_end,
  COUNT(*) AS events, COUNT(DISTINCT type) AS eventTypes, SUM(amount) AS totalAmount, AVG(amount) AS averageAmount
FROM TABLE(TUMBLE(TABLE distinct_events, DESCRIPTOR(rowTime), INTERVAL '5' MINUTES))
GROUP BY window_start, window_end, GROUPING SETS ((customerId), (customerId, currency));

INSERT INTO analytics_events
SELECT
  'CustomerActivityEvent',
  MD5(CONCAT_WS('|', 'CustomerActivityEvent', customerId, COALESCE(currency, ''), CAST(window_end AS STRING))),
  customerId,
  currency,
  DATE_FORMAT(window_start, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  DATE_FORMAT(window_end, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  events,
  eventTypes,
  CASE WHEN isTotal = 0 THEN totalAmount END,
  CASE WHEN isTotal = 0 THEN averageAmount END,
  DATE_FORMAT(window_end, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(window_end AS TIMESTAMP_LTZ(3))
FROM activity
WHERE isTotal = 1 OR currency IS NOT NULL;

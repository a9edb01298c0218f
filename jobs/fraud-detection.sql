-- Six rules that look for fraud in orders and sign-ups: see docs/jobs.md for each rule's limits and what they cost.
-- A rule is put in shadow by the constant `shadow` of its INSERT; whoever changes a rule raises its version there and in
-- alertId, so that its alerts are new ones.
SET 'pipeline.name' = 'fraud-detection';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.source.idle-timeout' = '10 s';

CREATE TABLE customer_events (
  eventId STRING,
  type STRING,
  customerId STRING,
  phone STRING,
  changed STRING,
  eventTime TIMESTAMP_LTZ(3),
  recordTime TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  happened AS COALESCE(eventTime, recordTime),
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.customer.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'fraud-detection',
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
  orderId STRING,
  amount DECIMAL(18, 3),
  currency STRING,
  customerSince TIMESTAMP_LTZ(3),
  eventTime TIMESTAMP_LTZ(3),
  recordTime TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  happened AS COALESCE(eventTime, recordTime),
  WATERMARK FOR happened AS happened - INTERVAL '5' SECOND
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.order.events',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.group.id' = 'fraud-detection',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'json.ignore-parse-errors' = 'true',
  'json.decode.json-parser.enabled' = 'false'
);

CREATE TABLE fraud_alerts (
  type STRING,
  alertId STRING,
  eventId STRING,
  customerId STRING,
  orderId STRING,
  rule STRING,
  ruleVersion INT,
  severity STRING,
  score DECIMAL(5, 2),
  scoreParts STRING,
  observed DECIMAL(18, 3),
  threshold DECIMAL(18, 3),
  currency STRING,
  windowStart STRING,
  windowEnd STRING,
  evidence STRING,
  shadow BOOLEAN,
  eventTime STRING,
  recordTime TIMESTAMP_LTZ(3) METADATA FROM 'timestamp'
) WITH (
  'connector' = 'kafka',
  'topic' = 'bss.fraud.alerts',
  'properties.bootstrap.servers' = 'localhost:9092',
  'properties.transaction.timeout.ms' = '600000',
  'key.format' = 'raw',
  'key.fields' = 'customerId',
  'format' = 'json',
  'json.encode.decimal-as-plain-number' = 'true',
  'sink.delivery-guarantee' = 'exactly-once',
  'sink.transactional-id-prefix' = 'fraud-detection'
);

-- Orders as they are placed. newLimit is what a new customer may order at once: 3,500 EUR, in other currencies about the
-- same. Orders in a currency without a limit are judged by velocity alone.
CREATE VIEW placed_orders AS
SELECT eventId, customerId, orderId, amount, currency, customerSince, happened,
  CAST(happened AS TIMESTAMP_LTZ(3)) AS placedAt,
  CASE currency
    WHEN 'EUR' THEN 3500 WHEN 'USD' THEN 4000 WHEN 'GBP' THEN 3000 WHEN 'CHF' THEN 3300 WHEN 'CAD' THEN 5500
    WHEN 'AUD' THEN 6000 WHEN 'PLN' THEN 15000 WHEN 'CZK' THEN 88000 WHEN 'SEK' THEN 39000 WHEN 'NOK' THEN 41000
    WHEN 'DKK' THEN 26000 WHEN 'KWD' THEN 1200 WHEN 'JPY' THEN 600000 WHEN 'INR' THEN 340000
  END AS newLimit
FROM order_events
WHERE type = 'ProductOrderCreateEvent'
  AND eventId IS NOT NULL AND customerId IS NOT NULL AND orderId IS NOT NULL;

-- Copies of an event have the same event time, so a window of a second suffices to find them, and what is remembered is
-- bounded. From here on time goes by seconds; placedAt has the moment.
CREATE VIEW distinct_orders AS
SELECT eventId, customerId, orderId, amount, currency, newLimit, placedAt, window_time AS rowTime
FROM TABLE(TUMBLE(TABLE placed_orders, DESCRIPTOR(happened), INTERVAL '1' SECOND))
GROUP BY eventId, customerId, orderId, amount, currency, newLimit, placedAt, window_start, window_end, window_time;

-- high-value: the longer somebody has been a customer, the more they may order at once. Nothing waits here for a
-- watermark. Copies of an order are found among its alerts, of which there are few.
CREATE VIEW high_value AS
SELECT eventId, customerId, orderId, amount, currency, happened, tenure, threshold,
  CAST(LEAST(70, 35 * amount / threshold) AS INT) AS valueScore,
  CASE tenure WHEN 'new' THEN 30 WHEN 'settled' THEN 5 ELSE 15 END AS tenureScore
FROM (
  SELECT *,
    CAST(newLimit * CASE tenure WHEN 'new' THEN 1 WHEN 'settled' THEN 4 ELSE 2 END AS DECIMAL(18, 3)) AS threshold
  FROM (
    SELECT *,
      CASE
        WHEN customerSince > happened - INTERVAL '30' DAY THEN 'new'
        WHEN customerSince <= happened - INTERVAL '365' DAY(3) THEN 'settled'
        ELSE 'known'
      END AS tenure
    FROM placed_orders
  )
)
WHERE amount >= threshold;

CREATE VIEW high_value_once AS
SELECT * FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY arrived) AS copy
  FROM (SELECT *, PROCTIME() AS arrived FROM high_value)
)
WHERE copy = 1;

-- velocity: eight orders of a customer within thirty seconds.
CREATE VIEW velocity AS
SELECT *, GREATEST(1, TIMESTAMPDIFF(SECOND, firstAt, lastAt)) AS seconds
FROM distinct_orders
MATCH_RECOGNIZE (
  PARTITION BY customerId
  ORDER BY rowTime, placedAt, eventId
  MEASURES
    H.orderId AS orderId, A.placedAt AS firstAt, H.placedAt AS lastAt,
    CONCAT_WS(',', A.eventId, B.eventId, C.eventId, D.eventId, E.eventId, F.eventId, G.eventId, H.eventId) AS evidence
  ONE ROW PER MATCH
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B C D E F G H) WITHIN INTERVAL '32' SECOND
  DEFINE H AS H.placedAt <= A.placedAt + INTERVAL '30' SECOND
) AS T;

-- rising-amounts: four orders of a customer in ten minutes, each dearer than the one before by two fifths, the last one
-- dear. Somebody finds out how far they can go. Everyday orders in between hide nothing: cheap ones are passed over.
CREATE VIEW dear_orders AS
SELECT * FROM distinct_orders WHERE amount >= newLimit * 0.03;

CREATE VIEW rising_amounts AS
SELECT *,
  CAST(LEAST(50, 4 * lastAmount / firstAmount) AS INT) AS growthScore,
  CAST(LEAST(50, 50 * lastAmount / newLimit) AS INT) AS valueScore
FROM dear_orders
MATCH_RECOGNIZE (
  PARTITION BY customerId, currency
  ORDER BY rowTime, placedAt, eventId
  MEASURES
    D.orderId AS orderId, A.placedAt AS firstAt, D.placedAt AS lastAt, A.amount AS firstAmount, D.amount AS lastAmount,
    D.newLimit AS newLimit, CONCAT_WS(',', A.eventId, B.eventId, C.eventId, D.eventId) AS evidence
  ONE ROW PER MATCH
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B C D) WITHIN INTERVAL '11' MINUTE
  DEFINE
    B AS B.amount >= A.amount * 1.4,
    C AS C.amount >= B.amount * 1.4,
    D AS D.amount >= C.amount * 1.4 AND D.amount >= D.newLimit * 0.4
      AND D.placedAt <= A.placedAt + INTERVAL '10' MINUTE
) AS T;

-- amount-jump: an order of at least eight times the mean of all other orders of the customer in the currency, of which
-- there are at least five. Sums over the range of time do not depend on the order of what happened in the same second.
CREATE VIEW amount_jump AS
SELECT eventId, customerId, orderId, amount, currency, placedAt, others,
  CAST(8 * (total - amount) / others AS DECIMAL(18, 3)) AS threshold
FROM (
  SELECT eventId, customerId, orderId, amount, currency, newLimit, placedAt,
    COUNT(amount) OVER history - 1 AS others,
    SUM(amount) OVER history AS total
  FROM distinct_orders
  WHERE amount > 0
  WINDOW history AS (
    PARTITION BY customerId, currency ORDER BY rowTime RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
)
WHERE others >= 5 AND amount >= newLimit AND amount * others >= 8 * (total - amount);

-- shared-identity: the fourth and every further customer who signs up with one telephone number within a day.
CREATE VIEW sign_ups AS
SELECT eventId, customerId, phone, happened, CAST(happened AS TIMESTAMP_LTZ(3)) AS signedUpAt
FROM customer_events
WHERE type = 'CustomerCreateEvent' AND eventId IS NOT NULL AND customerId IS NOT NULL AND phone IS NOT NULL;

CREATE VIEW distinct_sign_ups AS
SELECT eventId, customerId, phone, signedUpAt, window_time AS rowTime
FROM TABLE(TUMBLE(TABLE sign_ups, DESCRIPTOR(happened), INTERVAL '1' SECOND))
GROUP BY eventId, customerId, phone, signedUpAt, window_start, window_end, window_time;

CREATE VIEW shared_identity AS
SELECT *,
  CASE
    WHEN lastAt <= firstAt + INTERVAL '10' MINUTE THEN 40
    WHEN lastAt <= firstAt + INTERVAL '1' HOUR THEN 25
    ELSE 10
  END AS paceScore
FROM distinct_sign_ups
MATCH_RECOGNIZE (
  PARTITION BY phone
  ORDER BY rowTime, signedUpAt, eventId
  MEASURES
    D.customerId AS customerId, D.eventId AS eventId, A.signedUpAt AS firstAt, D.signedUpAt AS lastAt,
    CONCAT_WS(',', A.eventId, B.eventId, C.eventId, D.eventId) AS evidence
  ONE ROW PER MATCH
  AFTER MATCH SKIP TO NEXT ROW
  PATTERN (A B C D) WITHIN INTERVAL '24' HOUR
  DEFINE D AS D.customerId <> C.customerId
) AS T;

-- account-takeover: a customer's contacts change, and an order follows within an hour that not even a new customer could
-- place unnoticed. The greatest text of time and id is that of the last change, in whatever order the changes come.
CREATE VIEW contacts_and_orders AS
SELECT customerId, eventId, CAST(NULL AS STRING) AS orderId, CAST(NULL AS DECIMAL(18, 3)) AS amount,
  CAST(NULL AS STRING) AS currency, CAST(NULL AS INT) AS newLimit, happened,
  CONCAT(DATE_FORMAT(happened, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), eventId) AS contactChange
FROM customer_events
WHERE type = 'CustomerAttributeValueChangeEvent' AND CONCAT(',', changed, ',') LIKE '%,contactMedium,%'
  AND eventId IS NOT NULL AND customerId IS NOT NULL
UNION ALL
SELECT customerId, eventId, orderId, amount, currency, newLimit, happened, CAST(NULL AS STRING) AS contactChange
FROM placed_orders
WHERE amount >= newLimit;

CREATE VIEW account_takeover AS
SELECT eventId, customerId, orderId, amount, currency, newLimit, happened,
  SUBSTRING(lastChange FROM 1 FOR 24) AS changedAt,
  SUBSTRING(lastChange FROM 25) AS changeId,
  CAST(LEAST(60, 40 * amount / newLimit) AS INT) AS valueScore,
  CASE
    WHEN SUBSTRING(lastChange FROM 1 FOR 24)
      >= DATE_FORMAT(happened - INTERVAL '15' MINUTE, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z''') THEN 40
    ELSE 20
  END AS paceScore
FROM (
  SELECT *,
    MAX(contactChange) OVER (
      PARTITION BY customerId ORDER BY happened RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW
    ) AS lastChange
  FROM contacts_and_orders
)
WHERE orderId IS NOT NULL AND lastChange IS NOT NULL;

CREATE VIEW account_takeover_once AS
SELECT * FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY arrived) AS copy
  FROM (SELECT *, PROCTIME() AS arrived FROM account_takeover)
)
WHERE copy = 1;

-- Each INSERT is a sink of its own in Kafka, so each has its own transactions.
EXECUTE STATEMENT SET
BEGIN
INSERT INTO fraud_alerts /*+ OPTIONS('sink.transactional-id-prefix' = 'fraud-detection-high-value') */
SELECT
  'FraudAlertEvent',
  MD5(CONCAT_WS('|', 'high-value', '1', orderId)),
  MD5(CONCAT_WS('|', 'high-value', '1', orderId)),
  customerId,
  orderId,
  'high-value',
  1,
  CASE WHEN amount >= 2 * threshold THEN 'critical' ELSE 'warning' END,
  CAST(valueScore + tenureScore AS DECIMAL(5, 2)),
  CONCAT('value=', CAST(valueScore AS STRING), ';tenure=', CAST(tenureScore AS STRING)),
  CAST(amount AS DECIMAL(18, 3)),
  CAST(threshold AS DECIMAL(18, 3)),
  currency,
  CAST(NULL AS STRING),
  CAST(NULL AS STRING),
  eventId,
  FALSE AS shadow,
  DATE_FORMAT(happened, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(happened AS TIMESTAMP_LTZ(3))
FROM high_value_once;

INSERT INTO fraud_alerts /*+ OPTIONS('sink.transactional-id-prefix' = 'fraud-detection-velocity') */
SELECT
  'FraudAlertEvent',
  MD5(CONCAT_WS('|', 'velocity', '1', evidence)),
  MD5(CONCAT_WS('|', 'velocity', '1', evidence)),
  customerId,
  orderId,
  'velocity',
  1,
  CASE WHEN seconds <= 15 THEN 'critical' ELSE 'warning' END,
  CAST(50 + CAST(LEAST(50, 600 / seconds) AS INT) AS DECIMAL(5, 2)),
  CONCAT('count=50', ';pace=', CAST(CAST(LEAST(50, 600 / seconds) AS INT) AS STRING)),
  CAST(480.000 / seconds AS DECIMAL(18, 3)),
  CAST(16 AS DECIMAL(18, 3)),
  CAST(NULL AS STRING),
  DATE_FORMAT(firstAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  DATE_FORMAT(lastAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  evidence,
  FALSE AS shadow,
  DATE_FORMAT(lastAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(lastAt AS TIMESTAMP_LTZ(3))
FROM velocity;

INSERT INTO fraud_alerts /*+ OPTIONS('sink.transactional-id-prefix' = 'fraud-detection-rising-amounts') */
SELECT
  'FraudAlertEvent',
  MD5(CONCAT_WS('|', 'rising-amounts', '1', evidence)),
  MD5(CONCAT_WS('|', 'rising-amounts', '1', evidence)),
  customerId,
  orderId,
  'rising-amounts',
  1,
  CASE WHEN lastAmount >= newLimit THEN 'critical' ELSE 'warning' END,
  CAST(growthScore + valueScore AS DECIMAL(5, 2)),
  CONCAT('growth=', CAST(growthScore AS STRING), ';value=', CAST(valueScore AS STRING)),
  CAST(lastAmount / firstAmount AS DECIMAL(18, 3)),
  CAST(2.744 AS DECIMAL(18, 3)),
  currency,
  DATE_FORMAT(firstAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  DATE_FORMAT(lastAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  evidence,
  FALSE AS shadow,
  DATE_FORMAT(lastAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(lastAt AS TIMESTAMP_LTZ(3))
FROM rising_amounts;

INSERT INTO fraud_alerts /*+ OPTIONS('sink.transactional-id-prefix' = 'fraud-detection-amount-jump') */
SELECT
  'FraudAlertEvent',
  MD5(CONCAT_WS('|', 'amount-jump', '1', orderId)),
  MD5(CONCAT_WS('|', 'amount-jump', '1', orderId)),
  customerId,
  orderId,
  'amount-jump',
  1,
  CASE WHEN amount >= 3 * threshold THEN 'critical' ELSE 'warning' END,
  CAST(CAST(LEAST(60, 30 * amount / threshold) AS INT) + CAST(LEAST(40, 2 * others) AS INT) AS DECIMAL(5, 2)),
  CONCAT('jump=', CAST(CAST(LEAST(60, 30 * amount / threshold) AS INT) AS STRING), ';history=', CAST(CAST(LEAST(40, 2 * others) AS INT) AS STRING)),
  CAST(amount AS DECIMAL(18, 3)),
  CAST(threshold AS DECIMAL(18, 3)),
  currency,
  CAST(NULL AS STRING),
  CAST(NULL AS STRING),
  eventId,
  FALSE AS shadow,
  DATE_FORMAT(placedAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(placedAt AS TIMESTAMP_LTZ(3))
FROM amount_jump;

INSERT INTO fraud_alerts /*+ OPTIONS('sink.transactional-id-prefix' = 'fraud-detection-shared-identity') */
SELECT
  'FraudAlertEvent',
  MD5(CONCAT_WS('|', 'shared-identity', '1', phone, eventId)),
  MD5(CONCAT_WS('|', 'shared-identity', '1', phone, eventId)),
  customerId,
  CAST(NULL AS STRING),
  'shared-identity',
  1,
  CASE WHEN paceScore = 40 THEN 'critical' ELSE 'warning' END,
  CAST(60 + paceScore AS DECIMAL(5, 2)),
  CONCAT('accounts=60', ';pace=', CAST(paceScore AS STRING)),
  CAST(4 AS DECIMAL(18, 3)),
  CAST(4 AS DECIMAL(18, 3)),
  CAST(NULL AS STRING),
  DATE_FORMAT(firstAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  DATE_FORMAT(lastAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  evidence,
  FALSE AS shadow,
  DATE_FORMAT(lastAt, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(lastAt AS TIMESTAMP_LTZ(3))
FROM shared_identity;

INSERT INTO fraud_alerts /*+ OPTIONS('sink.transactional-id-prefix' = 'fraud-detection-account-takeover') */
SELECT
  'FraudAlertEvent',
  MD5(CONCAT_WS('|', 'account-takeover', '1', orderId)),
  MD5(CONCAT_WS('|', 'account-takeover', '1', orderId)),
  customerId,
  orderId,
  'account-takeover',
  1,
  CASE WHEN paceScore = 40 THEN 'critical' ELSE 'warning' END,
  CAST(valueScore + paceScore AS DECIMAL(5, 2)),
  CONCAT('value=', CAST(valueScore AS STRING), ';pace=', CAST(paceScore AS STRING)),
  CAST(amount AS DECIMAL(18, 3)),
  CAST(newLimit AS DECIMAL(18, 3)),
  currency,
  changedAt,
  DATE_FORMAT(happened, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CONCAT(changeId, ',', eventId),
  FALSE AS shadow,
  DATE_FORMAT(happened, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''),
  CAST(happened AS TIMESTAMP_LTZ(3))
FROM account_takeover_once;
END;

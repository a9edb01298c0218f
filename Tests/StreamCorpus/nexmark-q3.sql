-- Nexmark q3: who sells in some states.
-- compare: net
CREATE TABLE nexmark (
  event_type INT,
  person ROW<id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING,
    `dateTime` TIMESTAMP(3), extra STRING>,
  auction ROW<id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT,
    `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING>,
  bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3),
    extra STRING>,
  `dateTime` AS CASE WHEN event_type = 0 THEN person.`dateTime` WHEN event_type = 1 THEN auction.`dateTime`
    ELSE bid.`dateTime` END,
  WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nexmark.json', 'format' = 'json'
);
CREATE VIEW person AS
SELECT person.id AS id, person.name AS name, person.city AS city, person.state AS state, `dateTime` FROM nexmark
WHERE event_type = 0;
CREATE VIEW auction AS
SELECT auction.id AS id, auction.itemName AS itemName, auction.initialBid AS initialBid, auction.reserve AS reserve,
  auction.expires AS expires, auction.seller AS seller, auction.category AS category, `dateTime` FROM nexmark
WHERE event_type = 1;
SELECT p.name, p.city, p.state, a.id
FROM auction AS a INNER JOIN person AS p ON a.seller = p.id
WHERE a.category = 10 AND (p.state = 'OR' OR p.state = 'ID' OR p.state = 'CA');

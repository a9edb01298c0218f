-- JSON field names and SQL column names are case-sensitive.
CREATE TABLE orders (EVENTID STRING, eventId STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT COUNT(EVENTID) AS upper_case, COUNT(eventId) AS lower_case FROM orders WHERE eventId = 'e00003';

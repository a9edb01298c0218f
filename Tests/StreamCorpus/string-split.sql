-- SPLIT_INDEX and SPLIT.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, SPLIT_INDEX(s, ',', 0) AS f, SPLIT_INDEX(s, ',', 2) AS third, SPLIT_INDEX(s, ',', 9) AS far,
  SPLIT_INDEX(s, ',', -1) AS neg, SPLIT_INDEX(s, ' ', 1) AS sp, SPLIT_INDEX(s, 44, 1) AS code, SPLIT(s, ',') AS arr,
  SPLIT(s, 'b') AS bs
FROM strings;

-- IS_ALPHA, IS_DIGIT and IS_DECIMAL.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, IS_ALPHA(s) AS a, IS_DIGIT(s) AS d, IS_DECIMAL(s) AS n FROM strings;

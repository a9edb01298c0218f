-- JSON functions of timestamps of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, JSON_OBJECT('t6' VALUE t6, 't9' VALUE t9) AS o, JSON_ARRAY(t6, t9) AS a, JSON_STRING(t9) AS s,
  JSON_OBJECT('l' VALUE CAST(t9 AS TIMESTAMP_LTZ(9))) AS l
FROM times;

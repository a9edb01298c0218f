-- ENCODE, DECODE, HEX and UNHEX.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, ENCODE(s, 'UTF-8') AS u8, DECODE(ENCODE(s, 'UTF-16BE'), 'UTF-16BE') AS u16, HEX(s) AS h,
  UNHEX(HEX(s)) AS uh FROM strings;

-- OVERLAY at positions outside the text.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, OVERLAY(s PLACING '#' FROM 0) AS z, OVERLAY(s PLACING '#' FROM -1) AS m,
  OVERLAY(s PLACING '#' FROM 50) AS far, OVERLAY(s PLACING '' FROM 2 FOR 1) AS cut,
  OVERLAY(s PLACING '##' FROM 1 FOR 0) AS ins
FROM strings;

-- An interval join that carries timestamps of nine digits.
-- compare: net
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT a.id, b.id AS other, a.t9, b.t6 FROM times AS a JOIN times AS b ON a.k = b.k
  AND b.e BETWEEN a.e - INTERVAL '1' SECOND AND a.e AND a.t9 >= b.t6;

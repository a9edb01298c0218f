-- Comparisons of DECIMALs of twelve pairs of types.
CREATE TABLE decimals (
  id INT, a0 DECIMAL(10,2), b0 DECIMAL(5,3), a1 DECIMAL(12,2), b1 DECIMAL(12,2), a2 DECIMAL(38,0), b2 DECIMAL(38,0),
  a3 DECIMAL(38,18), b3 DECIMAL(38,18),
  a4 DECIMAL(38,10), b4 DECIMAL(20,5), a5 DECIMAL(5,5), b5 DECIMAL(5,0), a6 DECIMAL(1,0), b6 DECIMAL(1,1),
  a7 DECIMAL(20,10), b7 DECIMAL(20,10),
  a8 DECIMAL(30,15), b8 DECIMAL(30,15), a9 DECIMAL(38,37), b9 DECIMAL(10,2), a10 DECIMAL(38,2), b10 DECIMAL(4,2),
  a11 DECIMAL(18,6), b11 DECIMAL(18,6)
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/decimals.json', 'format' = 'json');
SELECT id, a0 = b0 AS e0, a0 < b0 AS l0, a1 = b1 AS e1, a1 < b1 AS l1, a2 = b2 AS e2, a2 < b2 AS l2, a3 = b3 AS e3,
  a3 < b3 AS l3,
  a4 = b4 AS e4, a4 < b4 AS l4, a5 = b5 AS e5, a5 < b5 AS l5, a6 = b6 AS e6, a6 < b6 AS l6, a7 = b7 AS e7,
  a7 < b7 AS l7,
  a8 = b8 AS e8, a8 < b8 AS l8, a9 = b9 AS e9, a9 < b9 AS l9, a10 = b10 AS e10, a10 < b10 AS l10, a11 = b11 AS e11,
  a11 < b11 AS l11
FROM decimals;

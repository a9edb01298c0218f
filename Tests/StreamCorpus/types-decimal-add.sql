-- Sums of DECIMALs: precision and scale of twelve pairs of types, rounding, overflow.
CREATE TABLE decimals (
  id INT, a0 DECIMAL(10,2), b0 DECIMAL(5,3), a1 DECIMAL(12,2), b1 DECIMAL(12,2), a2 DECIMAL(38,0), b2 DECIMAL(38,0),
  a3 DECIMAL(38,18), b3 DECIMAL(38,18),
  a4 DECIMAL(38,10), b4 DECIMAL(20,5), a5 DECIMAL(5,5), b5 DECIMAL(5,0), a6 DECIMAL(1,0), b6 DECIMAL(1,1),
  a7 DECIMAL(20,10), b7 DECIMAL(20,10),
  a8 DECIMAL(30,15), b8 DECIMAL(30,15), a9 DECIMAL(38,37), b9 DECIMAL(10,2), a10 DECIMAL(38,2), b10 DECIMAL(4,2),
  a11 DECIMAL(18,6), b11 DECIMAL(18,6)
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/decimals.json', 'format' = 'json');
SELECT id, a0 + b0 AS r0, a1 + b1 AS r1, a2 + b2 AS r2, a3 + b3 AS r3,
  a4 + b4 AS r4, a5 + b5 AS r5, a6 + b6 AS r6, a7 + b7 AS r7,
  a8 + b8 AS r8, a9 + b9 AS r9, a10 + b10 AS r10, a11 + b11 AS r11
FROM decimals;

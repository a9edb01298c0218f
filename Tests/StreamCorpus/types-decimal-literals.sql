-- Types of numeric literals and of their sums, products and quotients.
SELECT 1 AS i, 2147483648 AS l, 1.5 AS d, 0.005 AS small, 1.50 AS scale, 1e3 AS e, 1.5E-2 AS e2, -7 AS neg,
  1.0 + 1 AS s,
  1.5 * 1.5 AS p, 1 / 2 AS q, 1.0 / 3 AS q2, 10 / 4.0 AS q3, 1 / 3.0 AS q4, 7 % 4 AS r, 7.5 % 2 AS r2, -7 % 3 AS r3,
  9223372036854775807 AS big, 1e0 / 3 AS qd, .5 AS frac;

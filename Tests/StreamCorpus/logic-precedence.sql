-- Precedence of NOT, AND, OR, comparison and arithmetic.
SELECT TRUE OR FALSE AND FALSE AS a, NOT FALSE AND FALSE AS b, (TRUE OR FALSE)
  AND FALSE AS c, 1 + 2 * 3 = 7 AS d, NOT 1 = 2 AS e, 2 + 3 > 4
  AND 1 < 2 AS f, -2 - -3 AS g, 10 - 4 - 3 AS h, 100 / 10 / 2 AS i, 7 - 2 * 3 % 4 AS j,
  NOT TRUE = FALSE AS k, 1 < 2 = TRUE AS l;

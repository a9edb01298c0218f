-- PRINTF.
SELECT PRINTF('%s has %d', 'x', 5) AS a, PRINTF('%05d|%-5s|%5s', 42, 'ab', 'cd') AS b, PRINTF('%.2f', 1.005e0) AS c,
  PRINTF('%%') AS d, PRINTF('%d', 'x') AS bad, PRINTF('%x', 255) AS h, PRINTF('%b', TRUE) AS bl;

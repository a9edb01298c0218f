-- No SQL.
SELEC 1;

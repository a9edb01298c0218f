-- VALUES as a statement of its own.
VALUES (1, 'a'), (2, 'bc'), (3, CAST(NULL AS STRING));

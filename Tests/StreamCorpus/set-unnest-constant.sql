-- UNNEST of a constant array, with ordinality.
SELECT v, o FROM UNNEST(ARRAY['a', 'b', 'c']) WITH ORDINALITY AS t (v, o);

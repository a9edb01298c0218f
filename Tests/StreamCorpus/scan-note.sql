-- A field that most rows lack, with line breaks, quotes and characters beyond the basic plane.
CREATE TABLE notes (eventId STRING, note STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json');
SELECT eventId, note, CHAR_LENGTH(note) AS n FROM notes WHERE note IS NOT NULL;

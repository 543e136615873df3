DROP TABLE minute_chains;
DROP TABLE agenda_items;
DROP TABLE meetings;

DROP TABLE former_belongings;
DROP TABLE former_ties;

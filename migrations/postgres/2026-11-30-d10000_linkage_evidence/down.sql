DROP TABLE linkage_evidence;

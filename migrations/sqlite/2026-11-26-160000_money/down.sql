-- Dropping a table removes its rows one by one where others refer to it: the guards go first.
DROP TRIGGER posting_movements_final_delete;
DROP TRIGGER posting_movements_final_update;
DROP TRIGGER postings_final_delete;
DROP TRIGGER postings_final_update;
DROP TABLE ledger_balances;
DROP TABLE posting_movements;
DROP TABLE postings;
DROP TABLE awards;

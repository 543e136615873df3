DROP TABLE ledger_balances;
DROP TABLE posting_movements;
DROP TABLE postings;
DROP FUNCTION refuse_change_of_posting();
DROP TABLE awards;

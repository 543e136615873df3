DROP TABLE award_invoices;

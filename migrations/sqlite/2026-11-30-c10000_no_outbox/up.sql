-- Deliveries are made from the change feed: nobody ever read the outbox.
DROP TABLE outbox;

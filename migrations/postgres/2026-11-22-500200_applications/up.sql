-- A proposal answers a call, says what the money is for, and remembers who did what to it.
ALTER TABLE proposals ADD COLUMN call_id uuid;
ALTER TABLE proposals ADD CONSTRAINT proposals_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id);
ALTER TABLE proposals ADD COLUMN answers jsonb;
ALTER TABLE proposals ADD COLUMN cost_lines jsonb NOT NULL DEFAULT '[]';
ALTER TABLE proposals ADD COLUMN history jsonb NOT NULL DEFAULT '[]';
CREATE INDEX proposals_call_id_idx ON proposals (call_id);

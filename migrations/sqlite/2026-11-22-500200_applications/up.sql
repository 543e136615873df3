-- A proposal answers a call, says what the money is for, and remembers who did what to it.
ALTER TABLE proposals ADD COLUMN call_id BLOB
    CONSTRAINT proposals_call_id_fkey REFERENCES calls (id)
    CONSTRAINT proposals_call_id_length_check CHECK (length(call_id) = 16);
ALTER TABLE proposals ADD COLUMN answers TEXT CONSTRAINT proposals_answers_check CHECK (json_valid(answers));
ALTER TABLE proposals ADD COLUMN cost_lines TEXT NOT NULL DEFAULT '[]'
    CONSTRAINT proposals_cost_lines_check CHECK (json_valid(cost_lines));
ALTER TABLE proposals ADD COLUMN history TEXT NOT NULL DEFAULT '[]'
    CONSTRAINT proposals_history_check CHECK (json_valid(history));
CREATE INDEX proposals_call_id_idx ON proposals (call_id);

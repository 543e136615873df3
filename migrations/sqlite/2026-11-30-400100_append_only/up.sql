-- What is only ever added to refuses to be rewritten: the audit trail, the change feed, disclosures, postings, closed
-- minutes, what was handed in, what tied people before. An audit row and its change are filled in once, when they are
-- sealed. INSERT OR REPLACE and UPDATE OR REPLACE remove rows without a DELETE trigger, so that both are looked at too.
CREATE TRIGGER audit_final_update BEFORE UPDATE ON audit
WHEN NOT (
    old.seq IS NULL AND old.digest IS NULL AND new.seq IS NOT NULL AND new.digest IS NOT NULL
    AND new.rowid IS old.rowid
    AND new.id IS old.id
    AND new.at IS old.at
    AND new.actor IS old.actor
    AND new.action IS old.action
    AND new.event IS old.event
    AND new.kind IS old.kind
    AND new.subject IS old.subject
    AND new.revision IS old.revision
    AND new.facts IS old.facts
    AND new.request_id IS old.request_id
    AND NOT EXISTS (SELECT 1 FROM audit WHERE seq = new.seq)
)
BEGIN
    SELECT RAISE(ABORT, 'an audit row is sealed once and never edited');
END;
CREATE TRIGGER audit_final_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'an audit row is never removed');
END;
CREATE TRIGGER audit_final_insert BEFORE INSERT ON audit
WHEN new.seq IS NOT NULL OR new.digest IS NOT NULL
    OR EXISTS (SELECT 1 FROM audit WHERE id = new.id OR rowid = new.rowid)
BEGIN
    SELECT RAISE(ABORT, 'an audit row is added unsealed, once');
END;

CREATE TRIGGER changes_final_update BEFORE UPDATE ON changes
WHEN NOT (
    old.position IS NULL AND new.position IS NOT NULL
    AND new.rowid IS old.rowid
    AND new.id IS old.id
    AND new.at IS old.at
    AND new.kind IS old.kind
    AND new.subject IS old.subject
    AND new.revision IS old.revision
    AND new.change IS old.change
    AND new.event IS old.event
    AND NOT EXISTS (SELECT 1 FROM changes WHERE position = new.position)
)
BEGIN
    SELECT RAISE(ABORT, 'a change gets its position once and is never edited');
END;
CREATE TRIGGER changes_final_delete BEFORE DELETE ON changes
BEGIN
    SELECT RAISE(ABORT, 'a change is never removed');
END;
CREATE TRIGGER changes_final_insert BEFORE INSERT ON changes
WHEN new.position IS NOT NULL
    OR EXISTS (SELECT 1 FROM changes WHERE id = new.id OR rowid = new.rowid)
BEGIN
    SELECT RAISE(ABORT, 'a change is added without a position, once');
END;

CREATE TRIGGER ledger_heads_final_update BEFORE UPDATE ON ledger_heads
WHEN NOT (new.rowid = old.rowid AND new.name = old.name AND new.seq > old.seq)
BEGIN
    SELECT RAISE(ABORT, 'the head of the chain only moves on');
END;
CREATE TRIGGER ledger_heads_final_delete BEFORE DELETE ON ledger_heads
BEGIN
    SELECT RAISE(ABORT, 'the head of the chain is never removed');
END;
CREATE TRIGGER ledger_heads_final_insert BEFORE INSERT ON ledger_heads
WHEN EXISTS (SELECT 1 FROM ledger_heads WHERE name = new.name OR rowid = new.rowid)
BEGIN
    SELECT RAISE(ABORT, 'the head of the chain only moves on');
END;

CREATE TRIGGER disclosures_final_update BEFORE UPDATE ON disclosures
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is never edited');
END;
CREATE TRIGGER disclosures_final_delete BEFORE DELETE ON disclosures
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is never removed');
END;
CREATE TRIGGER disclosures_final_insert BEFORE INSERT ON disclosures
WHEN EXISTS (SELECT 1 FROM disclosures WHERE rowid = new.rowid OR id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is added once');
END;

CREATE TRIGGER disclosed_enterprises_final_update BEFORE UPDATE ON disclosed_enterprises
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is never edited');
END;
CREATE TRIGGER disclosed_enterprises_final_delete BEFORE DELETE ON disclosed_enterprises
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is never removed');
END;
CREATE TRIGGER disclosed_enterprises_final_insert BEFORE INSERT ON disclosed_enterprises
WHEN EXISTS (SELECT 1 FROM disclosed_enterprises WHERE rowid = new.rowid OR (disclosure_id = new.disclosure_id AND enterprise_id = new.enterprise_id))
BEGIN
    SELECT RAISE(ABORT, 'a disclosure is added once');
END;

CREATE TRIGGER former_ties_final_update BEFORE UPDATE ON former_ties
BEGIN
    SELECT RAISE(ABORT, 'a former tie is never edited');
END;
CREATE TRIGGER former_ties_final_delete BEFORE DELETE ON former_ties
BEGIN
    SELECT RAISE(ABORT, 'a former tie is never removed');
END;
CREATE TRIGGER former_ties_final_insert BEFORE INSERT ON former_ties
WHEN EXISTS (SELECT 1 FROM former_ties WHERE rowid = new.rowid OR (
    tie_id = new.tie_id AND one_id = new.one_id AND other_id = new.other_id AND ended_on = new.ended_on
    AND ground = new.ground AND noted_at = new.noted_at
))
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER former_belongings_final_update BEFORE UPDATE ON former_belongings
BEGIN
    SELECT RAISE(ABORT, 'a former belonging is never edited');
END;
CREATE TRIGGER former_belongings_final_delete BEFORE DELETE ON former_belongings
BEGIN
    SELECT RAISE(ABORT, 'a former belonging is never removed');
END;
CREATE TRIGGER former_belongings_final_insert BEFORE INSERT ON former_belongings
WHEN EXISTS (SELECT 1 FROM former_belongings WHERE rowid = new.rowid OR (account_id = new.account_id AND end_id = new.end_id AND ended_on = new.ended_on))
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER gate_tries_final_update BEFORE UPDATE ON gate_tries
BEGIN
    SELECT RAISE(ABORT, 'a try at the gate is never edited');
END;
CREATE TRIGGER gate_tries_final_delete BEFORE DELETE ON gate_tries
BEGIN
    SELECT RAISE(ABORT, 'a try at the gate is never removed');
END;
CREATE TRIGGER gate_tries_final_insert BEFORE INSERT ON gate_tries
WHEN EXISTS (SELECT 1 FROM gate_tries WHERE rowid = new.rowid OR id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'a try at the gate is added once');
END;

-- Postings are guarded against UPDATE and DELETE already.
CREATE TRIGGER postings_final_insert BEFORE INSERT ON postings
WHEN EXISTS (
    SELECT 1 FROM postings
    WHERE id = new.id OR rowid = new.rowid OR reverses = new.reverses OR (call_id = new.call_id AND number = new.number)
)
BEGIN
    SELECT RAISE(ABORT, 'a posting is added once');
END;
CREATE TRIGGER posting_movements_final_insert BEFORE INSERT ON posting_movements
WHEN EXISTS (
    SELECT 1 FROM posting_movements
    WHERE rowid = new.rowid OR (posting_id = new.posting_id AND number = new.number)
)
BEGIN
    SELECT RAISE(ABORT, 'a posting is added once');
END;

-- Minutes, once they are closed, with what their agenda refers to, and the end of each district's chain.
CREATE TRIGGER meetings_final_update BEFORE UPDATE ON meetings
WHEN old.state = 'closed' OR new.rowid <> old.rowid OR new.id <> old.id OR EXISTS (
    SELECT 1 FROM meetings
    WHERE id <> old.id AND state = 'closed' AND district = new.district AND minute_number = new.minute_number
)
BEGIN
    SELECT RAISE(ABORT, 'closed minutes are never edited');
END;
CREATE TRIGGER meetings_final_delete BEFORE DELETE ON meetings
WHEN old.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'closed minutes are never removed');
END;
CREATE TRIGGER meetings_final_insert BEFORE INSERT ON meetings
WHEN new.state = 'closed' OR EXISTS (
    SELECT 1 FROM meetings
    WHERE id = new.id OR rowid = new.rowid OR (district = new.district AND minute_number = new.minute_number)
)
BEGIN
    SELECT RAISE(ABORT, 'minutes are closed once, in a meeting');
END;

CREATE TRIGGER agenda_items_final_update BEFORE UPDATE ON agenda_items
WHEN EXISTS (SELECT 1 FROM meetings WHERE id = old.meeting_id AND state = 'closed')
    OR EXISTS (SELECT 1 FROM meetings WHERE id = new.meeting_id AND state = 'closed')
BEGIN
    SELECT RAISE(ABORT, 'the agenda of closed minutes is never edited');
END;
CREATE TRIGGER agenda_items_final_delete BEFORE DELETE ON agenda_items
WHEN EXISTS (SELECT 1 FROM meetings WHERE id = old.meeting_id AND state = 'closed')
BEGIN
    SELECT RAISE(ABORT, 'the agenda of closed minutes is never edited');
END;
CREATE TRIGGER agenda_items_final_insert BEFORE INSERT ON agenda_items
WHEN EXISTS (SELECT 1 FROM meetings WHERE id = new.meeting_id AND state = 'closed')
    OR EXISTS (
        SELECT 1 FROM agenda_items JOIN meetings ON meetings.id = agenda_items.meeting_id
        WHERE agenda_items.rowid = new.rowid AND meetings.state = 'closed'
    )
BEGIN
    SELECT RAISE(ABORT, 'the agenda of closed minutes is never edited');
END;

CREATE TRIGGER minute_chains_final_update BEFORE UPDATE ON minute_chains
WHEN NOT (
    new.rowid = old.rowid AND new.district = old.district AND new.number = old.number + 1 AND new.digest <> old.digest
)
BEGIN
    SELECT RAISE(ABORT, 'a chain of minutes only grows');
END;
CREATE TRIGGER minute_chains_final_delete BEFORE DELETE ON minute_chains
BEGIN
    SELECT RAISE(ABORT, 'a chain of minutes is never removed');
END;
CREATE TRIGGER minute_chains_final_insert BEFORE INSERT ON minute_chains
WHEN EXISTS (SELECT 1 FROM minute_chains WHERE district = new.district OR rowid = new.rowid)
BEGIN
    SELECT RAISE(ABORT, 'a chain of minutes only grows');
END;

-- What was handed in; a draft goes with its revisions.
CREATE TRIGGER proposal_revisions_final_update BEFORE UPDATE ON proposal_revisions
WHEN NOT (
    old.submitted_at IS NULL AND new.submitted_at IS NOT NULL AND new.rowid = old.rowid
    AND new.proposal_id = old.proposal_id AND new.number = old.number
    AND new.made_at = old.made_at AND new.facts = old.facts
)
BEGIN
    SELECT RAISE(ABORT, 'a revision is handed in once and never edited');
END;
CREATE TRIGGER proposal_revisions_final_delete BEFORE DELETE ON proposal_revisions
WHEN EXISTS (
    SELECT 1 FROM proposal_revisions WHERE proposal_id = old.proposal_id AND submitted_at IS NOT NULL
)
BEGIN
    SELECT RAISE(ABORT, 'the revisions of what was handed in are never removed');
END;
CREATE TRIGGER proposal_revisions_final_insert BEFORE INSERT ON proposal_revisions
WHEN EXISTS (
    SELECT 1 FROM proposal_revisions
    WHERE rowid = new.rowid OR (proposal_id = new.proposal_id AND number = new.number)
)
BEGIN
    SELECT RAISE(ABORT, 'a revision is added once');
END;

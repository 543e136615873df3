-- What is only ever added to refuses to be rewritten: the audit trail, the change feed, disclosures, closed minutes, what
-- was handed in, what tied people before. An audit row and its change are filled in once, when they are sealed. Postings
-- are guarded already.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what stands in % is never edited nor removed', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER audit_final BEFORE DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER audit_final_update BEFORE UPDATE ON audit
    FOR EACH ROW WHEN (NOT (
        OLD.seq IS NULL AND OLD.digest IS NULL AND NEW.seq IS NOT NULL AND NEW.digest IS NOT NULL
        AND (NEW.id, NEW.at, NEW.actor, NEW.action, NEW.event, NEW.kind, NEW.subject, NEW.revision, NEW.facts, NEW.request_id)
            IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.action, OLD.event, OLD.kind, OLD.subject, OLD.revision, OLD.facts, OLD.request_id)
    )) EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER audit_final_insert BEFORE INSERT ON audit
    FOR EACH ROW WHEN (NEW.seq IS NOT NULL OR NEW.digest IS NOT NULL) EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER changes_final BEFORE DELETE OR TRUNCATE ON changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER changes_final_update BEFORE UPDATE ON changes
    FOR EACH ROW WHEN (NOT (
        OLD.position IS NULL AND NEW.position IS NOT NULL
        AND (NEW.id, NEW.at, NEW.kind, NEW.subject, NEW.revision, NEW.change, NEW.event)
            IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.kind, OLD.subject, OLD.revision, OLD.change, OLD.event)
    )) EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER changes_final_insert BEFORE INSERT ON changes
    FOR EACH ROW WHEN (NEW.position IS NOT NULL) EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER ledger_heads_final BEFORE DELETE OR TRUNCATE ON ledger_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER ledger_heads_final_update BEFORE UPDATE ON ledger_heads
    FOR EACH ROW WHEN (NOT (NEW.name = OLD.name AND NEW.seq > OLD.seq)) EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER disclosures_final BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER disclosed_enterprises_final BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosed_enterprises
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER former_ties_final BEFORE UPDATE OR DELETE OR TRUNCATE ON former_ties
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER former_belongings_final BEFORE UPDATE OR DELETE OR TRUNCATE ON former_belongings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER gate_tries_final BEFORE UPDATE OR DELETE OR TRUNCATE ON gate_tries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

-- Minutes, once they are closed, with what their agenda refers to, and the end of each district's chain.
CREATE TRIGGER meetings_final BEFORE TRUNCATE ON meetings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER meetings_final_change BEFORE UPDATE OR DELETE ON meetings
    FOR EACH ROW WHEN (OLD.state = 'closed') EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER meetings_final_insert BEFORE INSERT ON meetings
    FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION refuse_rewriting();

CREATE FUNCTION refuse_other_agenda() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM meetings
        WHERE state = 'closed' AND (TG_OP <> 'INSERT' AND id = OLD.meeting_id OR TG_OP <> 'DELETE' AND id = NEW.meeting_id)
    ) THEN
        RAISE EXCEPTION 'the agenda of closed minutes is never edited';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER agenda_items_final_change BEFORE INSERT OR UPDATE OR DELETE ON agenda_items
    FOR EACH ROW EXECUTE FUNCTION refuse_other_agenda();
CREATE TRIGGER agenda_items_final BEFORE TRUNCATE ON agenda_items
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER minute_chains_final BEFORE DELETE OR TRUNCATE ON minute_chains
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER minute_chains_final_update BEFORE UPDATE ON minute_chains
    FOR EACH ROW WHEN (NOT (
        NEW.district = OLD.district AND NEW.number = OLD.number + 1 AND NEW.digest <> OLD.digest
    )) EXECUTE FUNCTION refuse_rewriting();

-- What was handed in; a draft goes with its revisions.
CREATE FUNCTION refuse_loss_of_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM proposal_revisions WHERE proposal_id = OLD.proposal_id AND submitted_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the revisions of what was handed in are never removed';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER proposal_revisions_final_delete BEFORE DELETE ON proposal_revisions
    FOR EACH ROW EXECUTE FUNCTION refuse_loss_of_revision();
CREATE TRIGGER proposal_revisions_final BEFORE TRUNCATE ON proposal_revisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER proposal_revisions_final_update BEFORE UPDATE ON proposal_revisions
    FOR EACH ROW WHEN (NOT (
        OLD.submitted_at IS NULL AND NEW.submitted_at IS NOT NULL
        AND (NEW.proposal_id, NEW.number, NEW.made_at, NEW.facts)
            IS NOT DISTINCT FROM (OLD.proposal_id, OLD.number, OLD.made_at, OLD.facts)
    )) EXECUTE FUNCTION refuse_rewriting();

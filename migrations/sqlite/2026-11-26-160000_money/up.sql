-- Seed money of sanctioned proposals. The document holds terms and course; the sums stand beside it so
-- that the database itself keeps released <= sanctioned <= asked.
CREATE TABLE awards (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    proposal_id BLOB NOT NULL,
    call_id BLOB NOT NULL,
    cluster_id BLOB NOT NULL,
    institution_id BLOB NOT NULL,
    district TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_paise INTEGER NOT NULL,
    sanctioned_paise INTEGER NOT NULL,
    released_paise INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CONSTRAINT awards_id_length_check CHECK (length(id) = 16),
    CONSTRAINT awards_revision_check CHECK (revision >= 1),
    CONSTRAINT awards_proposal_id_key UNIQUE (proposal_id),
    CONSTRAINT awards_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT awards_proposal_id_length_check CHECK (length(proposal_id) = 16),
    CONSTRAINT awards_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT awards_call_id_length_check CHECK (length(call_id) = 16),
    CONSTRAINT awards_cluster_id_length_check CHECK (length(cluster_id) = 16),
    CONSTRAINT awards_institution_id_length_check CHECK (length(institution_id) = 16),
    CONSTRAINT awards_state_check CHECK (state IN (
        'running', 'ended', 'settled'
    )),
    CONSTRAINT awards_sanctioned_paise_check CHECK (sanctioned_paise > 0 AND sanctioned_paise <= asked_paise),
    CONSTRAINT awards_released_paise_check CHECK (released_paise >= 0 AND released_paise <= sanctioned_paise),
    CONSTRAINT awards_facts_check CHECK (json_valid(facts))
) STRICT;

CREATE INDEX awards_created_at_id_idx ON awards (created_at, id);
CREATE INDEX awards_updated_at_id_idx ON awards (updated_at, id);
CREATE INDEX awards_call_id_idx ON awards (call_id);
CREATE INDEX awards_cluster_id_idx ON awards (cluster_id);

-- The books of calls. A posting is never edited and never removed.
CREATE TABLE postings (
    id BLOB NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    call_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    proposal_id BLOB,
    reverses BLOB,
    action TEXT NOT NULL,
    entered_by BLOB,
    reference TEXT,
    CONSTRAINT postings_id_length_check CHECK (length(id) = 16),
    CONSTRAINT postings_revision_check CHECK (revision = 1),
    CONSTRAINT postings_call_id_number_key UNIQUE (call_id, number),
    CONSTRAINT postings_number_check CHECK (number >= 1),
    CONSTRAINT postings_reverses_key UNIQUE (reverses),
    CONSTRAINT postings_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT postings_call_id_length_check CHECK (length(call_id) = 16),
    CONSTRAINT postings_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT postings_proposal_id_length_check CHECK (length(proposal_id) = 16),
    CONSTRAINT postings_reverses_fkey FOREIGN KEY (reverses) REFERENCES postings (id),
    CONSTRAINT postings_reverses_length_check CHECK (length(reverses) = 16),
    CONSTRAINT postings_entered_by_length_check CHECK (length(entered_by) = 16)
) STRICT;

CREATE INDEX postings_created_at_id_idx ON postings (created_at, id);
CREATE INDEX postings_updated_at_id_idx ON postings (updated_at, id);
CREATE INDEX postings_proposal_id_idx ON postings (proposal_id);

-- What a posting moves. One row debits one account and credits another with one amount: a posting that is
-- out of balance cannot be written down.
CREATE TABLE posting_movements (
    posting_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    amount_paise INTEGER NOT NULL,
    PRIMARY KEY (posting_id, number),
    CONSTRAINT posting_movements_posting_id_fkey FOREIGN KEY (posting_id) REFERENCES postings (id),
    CONSTRAINT posting_movements_posting_id_length_check CHECK (length(posting_id) = 16),
    CONSTRAINT posting_movements_kind_check CHECK (kind IN (
        'appropriate', 'commit', 'decommit', 'release', 'disburse', 'utilise', 'set_aside',
        'refund', 'earn_interest', 'pay_interest'
    )),
    CONSTRAINT posting_movements_debit_check CHECK (debit IN (
        'appropriation', 'budget', 'commitment', 'payable', 'disbursed', 'utilised', 'unspent',
        'refunded', 'interest_earned', 'interest_due', 'interest_paid'
    )),
    CONSTRAINT posting_movements_credit_check CHECK (credit IN (
        'appropriation', 'budget', 'commitment', 'payable', 'disbursed', 'utilised', 'unspent',
        'refunded', 'interest_earned', 'interest_due', 'interest_paid'
    )),
    CONSTRAINT posting_movements_sides_check CHECK (debit <> credit),
    CONSTRAINT posting_movements_amount_paise_check CHECK (amount_paise > 0)
) STRICT;

-- What the postings add up to, per account of the call or of a proposal. No account holds less than
-- nothing; the two sources hold nothing but credits.
CREATE TABLE ledger_balances (
    call_id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    account TEXT NOT NULL,
    paise INTEGER NOT NULL,
    PRIMARY KEY (call_id, owner_id, account),
    CONSTRAINT ledger_balances_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT ledger_balances_call_id_length_check CHECK (length(call_id) = 16),
    CONSTRAINT ledger_balances_owner_id_length_check CHECK (length(owner_id) = 16),
    CONSTRAINT ledger_balances_account_check CHECK (account IN (
        'appropriation', 'budget', 'commitment', 'payable', 'disbursed', 'utilised', 'unspent',
        'refunded', 'interest_earned', 'interest_due', 'interest_paid'
    )),
    CONSTRAINT ledger_balances_paise_check CHECK (
        CASE WHEN account IN ('appropriation', 'interest_earned') THEN paise <= 0 ELSE paise >= 0 END
    )
) STRICT;

CREATE TRIGGER postings_final_update BEFORE UPDATE ON postings
BEGIN
    SELECT RAISE(ABORT, 'a posting is never edited');
END;
CREATE TRIGGER postings_final_delete BEFORE DELETE ON postings
BEGIN
    SELECT RAISE(ABORT, 'a posting is never removed');
END;
CREATE TRIGGER posting_movements_final_update BEFORE UPDATE ON posting_movements
BEGIN
    SELECT RAISE(ABORT, 'a posting is never edited');
END;
CREATE TRIGGER posting_movements_final_delete BEFORE DELETE ON posting_movements
BEGIN
    SELECT RAISE(ABORT, 'a posting is never removed');
END;

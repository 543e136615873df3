-- Seed money of sanctioned proposals. The document holds terms and course; the sums stand beside it so
-- that the database itself keeps released <= sanctioned <= asked.
CREATE TABLE awards (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    proposal_id uuid NOT NULL,
    call_id uuid NOT NULL,
    cluster_id uuid NOT NULL,
    institution_id uuid NOT NULL,
    district text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    asked_paise bigint NOT NULL,
    sanctioned_paise bigint NOT NULL,
    released_paise bigint NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT awards_revision_check CHECK (revision >= 1),
    CONSTRAINT awards_proposal_id_key UNIQUE (proposal_id),
    CONSTRAINT awards_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT awards_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT awards_state_check CHECK (state IN (
        'running', 'ended', 'settled'
    )),
    CONSTRAINT awards_sanctioned_paise_check CHECK (sanctioned_paise > 0 AND sanctioned_paise <= asked_paise),
    CONSTRAINT awards_released_paise_check CHECK (released_paise >= 0 AND released_paise <= sanctioned_paise)
);

CREATE INDEX awards_created_at_id_idx ON awards (created_at, id);
CREATE INDEX awards_updated_at_id_idx ON awards (updated_at, id);
CREATE INDEX awards_call_id_idx ON awards (call_id);
CREATE INDEX awards_cluster_id_idx ON awards (cluster_id);

-- The books of calls. A posting is never edited and never removed.
CREATE TABLE postings (
    id uuid NOT NULL PRIMARY KEY,
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    call_id uuid NOT NULL,
    number bigint NOT NULL,
    proposal_id uuid,
    reverses uuid,
    action text COLLATE "C" NOT NULL,
    entered_by uuid,
    reference text COLLATE "C",
    CONSTRAINT postings_revision_check CHECK (revision = 1),
    CONSTRAINT postings_call_id_number_key UNIQUE (call_id, number),
    CONSTRAINT postings_number_check CHECK (number >= 1),
    CONSTRAINT postings_reverses_key UNIQUE (reverses),
    CONSTRAINT postings_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT postings_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES proposals (id),
    CONSTRAINT postings_reverses_fkey FOREIGN KEY (reverses) REFERENCES postings (id)
);

CREATE INDEX postings_created_at_id_idx ON postings (created_at, id);
CREATE INDEX postings_updated_at_id_idx ON postings (updated_at, id);
CREATE INDEX postings_proposal_id_idx ON postings (proposal_id);

-- What a posting moves. One row debits one account and credits another with one amount: a posting that is
-- out of balance cannot be written down.
CREATE TABLE posting_movements (
    posting_id uuid NOT NULL,
    number integer NOT NULL,
    kind text COLLATE "C" NOT NULL,
    debit text COLLATE "C" NOT NULL,
    credit text COLLATE "C" NOT NULL,
    amount_paise bigint NOT NULL,
    PRIMARY KEY (posting_id, number),
    CONSTRAINT posting_movements_posting_id_fkey FOREIGN KEY (posting_id) REFERENCES postings (id),
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
);

-- What the postings add up to, per account of the call or of a proposal. No account holds less than
-- nothing; the two sources hold nothing but credits.
CREATE TABLE ledger_balances (
    call_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    account text COLLATE "C" NOT NULL,
    paise bigint NOT NULL,
    PRIMARY KEY (call_id, owner_id, account),
    CONSTRAINT ledger_balances_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT ledger_balances_account_check CHECK (account IN (
        'appropriation', 'budget', 'commitment', 'payable', 'disbursed', 'utilised', 'unspent',
        'refunded', 'interest_earned', 'interest_due', 'interest_paid'
    )),
    CONSTRAINT ledger_balances_paise_check CHECK (
        CASE WHEN account IN ('appropriation', 'interest_earned') THEN paise <= 0 ELSE paise >= 0 END
    )
);

CREATE FUNCTION refuse_change_of_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a posting is never edited nor removed';
END
$$;
CREATE TRIGGER postings_final BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_posting();
CREATE TRIGGER posting_movements_final BEFORE UPDATE OR DELETE OR TRUNCATE ON posting_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_posting();

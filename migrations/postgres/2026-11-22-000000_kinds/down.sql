-- Fails where a kind has been written that the older program does not know: the trail is not cut.
ALTER TABLE audit ADD CONSTRAINT audit_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    ));
ALTER TABLE changes ADD CONSTRAINT changes_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    ));
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    ));
ALTER TABLE search_entries ADD CONSTRAINT search_entries_kind_check CHECK (kind IN (
        'place', 'enterprise', 'institution', 'cluster', 'linkage', 'scheme',
        'proposal', 'account', 'grant', 'session'
    ));

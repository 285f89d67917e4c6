-- Epochs of fairness: hour by hour, everything that the house has committed itself to, as one root in the registry.

CREATE TABLE fairness_epochs (
  id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id INTEGER NOT NULL REFERENCES tenants (id),
  vault_id  INTEGER NOT NULL REFERENCES vaults (id),
  epoch     BIGINT NOT NULL CHECK (epoch > 0),
  root      TEXT NOT NULL CHECK (root ~ '^0x[0-9a-f]{64}$'),
  built_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
  UNIQUE (tenant_id, id),
  UNIQUE (vault_id, epoch)
);
COMMENT ON TABLE fairness_epochs IS
  'built once and never changed; whether it is anchored is what fairness_anchors says of its vault, kind and epoch';

CREATE TABLE fairness_epoch_sections (
  tenant_id INTEGER NOT NULL,
  epoch_id  BIGINT NOT NULL,
  section   TEXT NOT NULL CHECK (section IN ('seeds', 'games', 'chains')),
  root      TEXT NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  size      INTEGER NOT NULL CHECK (size >= 0),
  hashes    BYTEA CHECK (octet_length(hashes) = 32 * size),
  nodes     BYTEA,
  PRIMARY KEY (epoch_id, section),
  FOREIGN KEY (tenant_id, epoch_id) REFERENCES fairness_epochs (tenant_id, id),
  CONSTRAINT a_tree_is_kept_whole CHECK ((hashes IS NULL) = (nodes IS NULL))
);
-- Hashes do not compress, and a proof reads a few places out of the middle.
ALTER TABLE fairness_epoch_sections ALTER COLUMN hashes SET STORAGE EXTERNAL;
ALTER TABLE fairness_epoch_sections ALTER COLUMN nodes SET STORAGE EXTERNAL;
COMMENT ON COLUMN fairness_epoch_sections.hashes IS 'in rising order, 32 bytes each; null once the epoch is old';
COMMENT ON COLUMN fairness_epoch_sections.nodes IS 'the tree over them, level by level from the leaves up, 32 bytes each';

-- A transaction may serve a root for the registry, too: of an epoch, or of a crash chain.
ALTER TABLE chain_transactions
  ADD COLUMN anchor_kind TEXT CHECK (anchor_kind ~ '^0x[0-9a-f]{64}$'),
  ADD COLUMN anchor_epoch BIGINT,
  ADD COLUMN anchor_root TEXT CHECK (anchor_root ~ '^0x[0-9a-f]{64}$'),
  ADD CONSTRAINT anchors_are_whole CHECK (num_nonnulls(anchor_kind, anchor_epoch, anchor_root) IN (0, 3)),
  DROP CONSTRAINT a_transaction_has_one_purpose,
  ADD CONSTRAINT a_transaction_has_one_purpose CHECK (num_nonnulls(batch_id, checkpoint_id, anchor_kind) = 1);
CREATE INDEX chain_transactions_by_anchor ON chain_transactions (vault_id, anchor_kind, anchor_epoch)
  WHERE anchor_kind IS NOT NULL;

GRANT SELECT ON fairness_epochs, fairness_epoch_sections TO fairhouse_api, fairhouse_worker;
GRANT INSERT ON fairness_epochs, fairness_epoch_sections TO fairhouse_worker;
GRANT UPDATE (hashes, nodes) ON fairness_epoch_sections TO fairhouse_worker;
GRANT SELECT ON fairness_anchors, game_configs TO fairhouse_worker;
GRANT SELECT (tenant_id, status, commitment) ON seeds TO fairhouse_worker;
GRANT SELECT (anchor_kind, anchor_epoch, anchor_root) ON chain_transactions TO fairhouse_api;

DO $$
DECLARE guarded TEXT;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['fairness_epochs', 'fairness_epoch_sections'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
      'CREATE POLICY one_tenant ON %I TO fairhouse_api
         USING (tenant_id = NULLIF(current_setting(''app.tenant_id'', true), '''')::integer)
         WITH CHECK (tenant_id = NULLIF(current_setting(''app.tenant_id'', true), '''')::integer)', guarded);
    EXECUTE format(
      'CREATE POLICY all_tenants ON %I TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
         USING (true) WITH CHECK (true)', guarded);
  END LOOP;
END
$$;

-- Checkpoints: what the house owes to everybody, as a Merkle sum tree per vault and currency, published on-chain.

-- An event of a vault belongs to one house, so a vault does too.
ALTER TABLE vaults ADD CONSTRAINT vaults_chain_address_once UNIQUE (chain_id, address);

CREATE TABLE checkpoints (
  id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id    INTEGER NOT NULL REFERENCES tenants (id),
  vault_id     INTEGER NOT NULL REFERENCES vaults (id),
  currency     TEXT NOT NULL,
  epoch        BIGINT NOT NULL CHECK (epoch > 0),
  root         TEXT NOT NULL CHECK (root ~ '^0x[0-9a-f]{64}$'),
  total        BIGINT NOT NULL CHECK (total >= 0),
  entered      BIGINT NOT NULL CHECK (entered >= 0),
  executed     BIGINT NOT NULL CHECK (executed >= 0),
  cut_block    BIGINT,
  leaf_count   INTEGER CHECK (leaf_count >= 0),
  leaves       BYTEA,
  status       TEXT NOT NULL CHECK (status IN ('built', 'published', 'final')),
  tx_hash      TEXT CHECK (tx_hash ~ '^0x[0-9a-f]{64}$'),
  created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
  published_at TIMESTAMPTZ,
  UNIQUE (tenant_id, id),
  UNIQUE (vault_id, currency, epoch),
  FOREIGN KEY (tenant_id, currency) REFERENCES currencies (tenant_id, code),
  CONSTRAINT only_published_checkpoints_name_their_transaction CHECK ((tx_hash IS NOT NULL) = (status <> 'built')),
  CONSTRAINT published_checkpoints_say_when CHECK ((published_at IS NOT NULL) = (status <> 'built'))
);
CREATE INDEX checkpoints_latest ON checkpoints (tenant_id, currency, id DESC) WHERE status <> 'built';
-- Compressed already: compressing again costs time and saves nothing.
ALTER TABLE checkpoints ALTER COLUMN leaves SET STORAGE EXTERNAL;
COMMENT ON TABLE checkpoints IS
  'built → published (event seen) → final; a reorganisation takes published back to built. One row per epoch: its '
  'content may change only while no transaction that publishes it can be mined';
COMMENT ON COLUMN checkpoints.cut_block IS
  'the last final block when the tree was built; null: published by somebody else, and known by its event alone';
COMMENT ON COLUMN checkpoints.leaves IS
  'gzip of the packed leaves, 64 bytes each: account (20), quanta (12), batch id (32); null once the epoch is old';

-- A batch is built before the checkpoint that carries it.
ALTER TABLE payout_batches ALTER COLUMN checkpoint_epoch DROP NOT NULL;
UPDATE payout_batches SET checkpoint_epoch = NULL WHERE checkpoint_epoch = 0 AND status = 'built';
COMMENT ON COLUMN payout_batches.checkpoint_epoch IS 'null until a checkpoint that carries the batch is built';

-- A transaction serves a batch or a checkpoint.
ALTER TABLE chain_transactions ADD COLUMN vault_id INTEGER REFERENCES vaults (id);
UPDATE chain_transactions AS tx SET vault_id = batch.vault_id
  FROM payout_batches AS batch WHERE batch.tenant_id = tx.tenant_id AND batch.id = tx.batch_id;
ALTER TABLE chain_transactions ALTER COLUMN vault_id SET NOT NULL;
ALTER TABLE chain_transactions ALTER COLUMN batch_id DROP NOT NULL;
ALTER TABLE chain_transactions ADD COLUMN checkpoint_id BIGINT;
ALTER TABLE chain_transactions ADD FOREIGN KEY (tenant_id, checkpoint_id) REFERENCES checkpoints (tenant_id, id);
ALTER TABLE chain_transactions
  ADD CONSTRAINT a_transaction_has_one_purpose CHECK (num_nonnulls(batch_id, checkpoint_id) = 1);
CREATE INDEX chain_transactions_by_checkpoint ON chain_transactions (checkpoint_id) WHERE checkpoint_id IS NOT NULL;

GRANT SELECT ON checkpoints TO fairhouse_api, fairhouse_worker, fairhouse_indexer;
GRANT INSERT ON checkpoints TO fairhouse_worker, fairhouse_indexer;
GRANT UPDATE (root, total, entered, executed, cut_block, leaf_count, leaves, created_at) ON checkpoints TO fairhouse_worker;
GRANT UPDATE (root, total, entered, executed, cut_block, leaf_count, leaves, status, tx_hash, published_at)
  ON checkpoints TO fairhouse_indexer;
GRANT UPDATE (checkpoint_epoch) ON payout_batches TO fairhouse_worker;
-- What staff sees of a batch's transactions; the signed bytes are the worker's own.
GRANT SELECT (id, tenant_id, chain_id, sender, nonce, vault_id, batch_id, checkpoint_id, status, created_at, updated_at)
  ON chain_transactions TO fairhouse_api;
GRANT SELECT (tenant_id, transaction_id, hash, max_fee_per_gas, max_priority_fee_per_gas, created_at, broadcast_at)
  ON chain_transaction_attempts TO fairhouse_api;

ALTER TABLE checkpoints ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON checkpoints TO fairhouse_api
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
CREATE POLICY all_tenants ON checkpoints TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
  USING (true) WITH CHECK (true);

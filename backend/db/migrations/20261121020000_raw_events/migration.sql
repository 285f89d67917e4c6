-- The indexer's record of the chain, as the chain gives it: topics and data, read again by the same code whenever what
-- they say is needed. The first record of each vault is thrown away and read once more from the chain; nothing that
-- followed from it is lost or doubled, because ids of transfers and deposits follow from the events.

DROP TABLE chain_events;
DELETE FROM chain_blocks;
DELETE FROM chain_cursors;

-- Hundreds of thousands of rows come at once when a chain is read from its beginning. So this table, and the two that
-- grow with it, carry what Postgres checks for next to nothing, and no more:
--   * no foreign keys: each costs a look-up and a lock per row (4 µs of about 30), for the same few vaults and users
--     again and again, which are never deleted;
--   * lengths instead of patterns: a pattern costs 1 to 2 µs per row and column; bytes need none at all;
--   * one index, ascending, which is also the key.
-- What they would refuse, `npm run check-ledger` finds ("events and deposits belong to a vault and a user of their
-- tenant", "each deposit is that of a recorded event, with its amount").
CREATE TABLE chain_events (
  vault_id     INTEGER NOT NULL,
  tenant_id    INTEGER NOT NULL,
  chain_id     BIGINT NOT NULL,
  block_number BIGINT NOT NULL,
  log_index    INTEGER NOT NULL,
  block_hash   BYTEA NOT NULL CHECK (octet_length(block_hash) = 32),
  block_time   BIGINT NOT NULL,
  tx_hash      BYTEA NOT NULL CHECK (octet_length(tx_hash) = 32),
  emitter      TEXT NOT NULL CHECK (octet_length(emitter) = 42),
  name         TEXT NOT NULL,
  token        TEXT CHECK (octet_length(token) = 42),
  effect       BIGINT NOT NULL,
  topics       BYTEA NOT NULL CHECK (octet_length(topics) IN (32, 64, 96, 128)),
  data         BYTEA NOT NULL,
  canonical    BOOLEAN NOT NULL DEFAULT true,
  PRIMARY KEY (vault_id, block_number, log_index, block_hash)
);
-- Compressing and decompressing costs more than it saves: most logs are a few words long.
ALTER TABLE chain_events ALTER COLUMN data SET STORAGE EXTERNAL, ALTER COLUMN topics SET STORAGE PLAIN;
-- Look-ups by what a topic says, for the few kinds of events that need them.
CREATE INDEX chain_events_executed ON chain_events (vault_id, substring(topics FROM 33 FOR 32))
  WHERE name = 'PayoutExecuted';
CREATE INDEX chain_events_credited ON chain_events (vault_id, substring(topics FROM 65 FOR 32), block_number)
  WHERE name = 'PayoutCredited';
CREATE INDEX chain_events_claimed ON chain_events (vault_id, substring(topics FROM 33 FOR 32), block_number)
  WHERE name = 'CreditClaimed';

COMMENT ON TABLE chain_events IS
  'raw events: the only source of projections; a dropped block keeps its rows with canonical = false. A block hash '
  'implies its number, so the key is chain, block hash and log index, in the order of the chain';
COMMENT ON COLUMN chain_events.emitter IS 'the vault, its authority or its fairness registry, in lower case';
COMMENT ON COLUMN chain_events.token IS 'the token that the event is about, where it is about one';
COMMENT ON COLUMN chain_events.effect IS
  'by how much the event changed what the vault holds of the token, in minor units; negative when coins left';
COMMENT ON COLUMN chain_events.topics IS '32 bytes each, the first one first';

-- Deposits grow with the events. Their hashes come from checked bytes.
ALTER TABLE deposits DROP CONSTRAINT deposits_vault_id_fkey;
ALTER TABLE deposits DROP CONSTRAINT deposits_tenant_id_user_id_fkey;
ALTER TABLE deposits DROP CONSTRAINT deposits_block_hash_check;
ALTER TABLE deposits DROP CONSTRAINT deposits_tx_hash_check;
ALTER TABLE deposits ADD CHECK (octet_length(block_hash) = 66), ADD CHECK (octet_length(tx_hash) = 66);

GRANT SELECT ON chain_events TO fairhouse_worker;
GRANT SELECT, INSERT ON chain_events TO fairhouse_indexer;
GRANT UPDATE (canonical) ON chain_events TO fairhouse_indexer;

ALTER TABLE chain_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON chain_events TO fairhouse_api
  USING (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer)
  WITH CHECK (tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::integer);
CREATE POLICY all_tenants ON chain_events TO fairhouse_engine, fairhouse_worker, fairhouse_indexer
  USING (true) WITH CHECK (true);

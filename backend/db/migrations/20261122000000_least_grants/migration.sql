-- Grants that nothing uses are taken back, so that a process that is taken over can do only what its job needs.

-- Signing in and depositing make players. Nobody becomes staff, or picks an id or a status, that way.
REVOKE INSERT ON users FROM fairhouse_api, fairhouse_indexer;
GRANT INSERT (tenant_id, wallet_address) ON users TO fairhouse_api, fairhouse_indexer;

-- An account begins empty: what it holds comes by transfers.
REVOKE INSERT ON accounts FROM fairhouse_api, fairhouse_engine, fairhouse_indexer;
GRANT INSERT (tenant_id, kind, owner_id, currency, shard) ON accounts
  TO fairhouse_api, fairhouse_engine, fairhouse_indexer;

-- Reconciliation, which is the indexer's, stops payouts; the worker obeys.
REVOKE INSERT ON kill_switches, reconciliations FROM fairhouse_worker;

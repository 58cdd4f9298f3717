"""The composition root: settings, database, Temporal server, worker, logs, wired once; nothing else reads settings."""

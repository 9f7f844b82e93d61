namespace ExecutionControl.Reference.State;

/// <summary>The tables, made together with the seed in one transaction.</summary>
internal static class StateSchema
{
    /// <summary>What marks a database as ours: "ExCt".</summary>
    public const long ApplicationId = 0x45784374;

    /// <summary>Which layout this version writes; kept in the database as its user_version.</summary>
    public const long Version = 4;

    /// <summary>The tables that hold the services' state, children before the rows that they refer to.</summary>
    public static readonly IReadOnlyList<string> StateTables =
    [
        "audit_failures", "bulk_actions", "audit_rows", "executions", "breaker_intake", "automations",
        "agent_run_prompts", "agent_runs", "pull_requests", "kubiya_executions",
    ];

    private const string Tables =
        """
        CREATE TABLE automations (
            id TEXT PRIMARY KEY,
            display_name TEXT NOT NULL,
            description TEXT NOT NULL,
            enabled INTEGER NOT NULL,
            app_id TEXT NOT NULL,
            current_version INTEGER NOT NULL,
            breaker_max INTEGER NOT NULL,
            breaker_period INTEGER NOT NULL,
            tripped_at INTEGER,
            observed_count INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            last_executed_at INTEGER
        ) WITHOUT ROWID;

        CREATE TABLE executions (
            id INTEGER PRIMARY KEY,
            automation_id TEXT NOT NULL REFERENCES automations (id),
            version INTEGER NOT NULL,
            state INTEGER NOT NULL,
            run_at INTEGER,
            terminate_at INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            completed_at INTEGER,
            failures_left INTEGER NOT NULL DEFAULT 0,
            subject_user_id TEXT NOT NULL
        );

        CREATE TABLE audit_rows (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            event TEXT NOT NULL,
            automation_id TEXT NOT NULL,
            actor TEXT NOT NULL,
            reason TEXT NOT NULL,
            resolved_count INTEGER NOT NULL DEFAULT 0,
            errored_count INTEGER NOT NULL DEFAULT 0,
            started_at INTEGER NOT NULL,
            finished_at INTEGER
        );

        CREATE TABLE audit_failures (
            audit_row_id INTEGER NOT NULL REFERENCES audit_rows (id),
            execution_id INTEGER NOT NULL,
            PRIMARY KEY (audit_row_id, execution_id)
        ) WITHOUT ROWID;

        CREATE TABLE bulk_actions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            automation_id TEXT NOT NULL,
            decision INTEGER NOT NULL,
            audit_row_id INTEGER NOT NULL REFERENCES audit_rows (id),
            after_id INTEGER NOT NULL,
            last_id INTEGER NOT NULL,
            finished_at INTEGER
        );

        CREATE TABLE pull_requests (
            id INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            url TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            head_branch_name TEXT NOT NULL,
            banned INTEGER NOT NULL DEFAULT 0
        );

        CREATE TABLE agent_runs (
            id INTEGER PRIMARY KEY,
            organization_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            status TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            result TEXT,
            summary TEXT,
            source_type TEXT NOT NULL,
            pull_request_id INTEGER REFERENCES pull_requests (id)
        );

        CREATE TABLE agent_run_prompts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            agent_run_id INTEGER NOT NULL REFERENCES agent_runs (id),
            prompt TEXT NOT NULL,
            image_count INTEGER NOT NULL,
            received_at INTEGER NOT NULL
        );
        CREATE INDEX prompts_by_run ON agent_run_prompts (agent_run_id);

        CREATE TABLE kubiya_executions (
            id TEXT PRIMARY KEY,
            execution_type TEXT NOT NULL,
            entity_id TEXT NOT NULL,
            entity_name TEXT NOT NULL,
            prompt TEXT NOT NULL,
            status TEXT NOT NULL,
            response TEXT,
            error_message TEXT,
            runner_name TEXT NOT NULL,
            user_email TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            started_at INTEGER,
            completed_at INTEGER,
            updated_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE access_tokens (
            hash BLOB PRIMARY KEY,
            client_id TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

        CREATE TABLE assertion_nonces (
            client_id TEXT NOT NULL,
            nonce TEXT NOT NULL,
            expires_at INTEGER NOT NULL,
            PRIMARY KEY (client_id, nonce)
        ) WITHOUT ROWID;
        CREATE INDEX assertion_nonces_by_expiry ON assertion_nonces (expires_at);
        """;

    /// <summary>What the second layout added.</summary>
    private const string IntakeTable =
        """
        CREATE TABLE breaker_intake (
            automation_id TEXT PRIMARY KEY REFERENCES automations (id),
            every_ms INTEGER NOT NULL,
            next_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        """;

    /// <summary>What the third layout added.</summary>
    private const string ThirdLayout =
        """
        CREATE TABLE tenants (host TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;

        CREATE TABLE clients (
            name TEXT NOT NULL,
            suffix TEXT NOT NULL,
            tenant TEXT COLLATE NOCASE,
            key_id TEXT NOT NULL,
            public_key BLOB NOT NULL
        );

        CREATE TABLE snapshots (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);

        ALTER TABLE breaker_intake ADD COLUMN retrip_after INTEGER;
        ALTER TABLE breaker_intake ADD COLUMN ran INTEGER NOT NULL DEFAULT 0;
        """;

    /// <summary>
    /// What the fourth layout has in the place of an index over all executions: whoever looks for a backlog looks for what is paused (10), and
    /// settling it is faster by what need not be written for those that no longer are.
    /// </summary>
    private const string FourthLayout =
        """
        DROP INDEX IF EXISTS executions_by_state;
        CREATE INDEX IF NOT EXISTS paused_executions ON executions (automation_id) WHERE state = 10;
        """;

    /// <summary>Makes the tables and fills them, unless another process or an earlier run has done it.</summary>
    /// <exception cref="InvalidDataException">Another version of the server wrote this state.</exception>
    public static void EnsureCreated(StateSession session, Action<StateSession> seed)
    {
        var version = session.Integer("PRAGMA user_version");
        if (version == Version)
        {
            return;
        }

        if (version is 1 or 2 or 3)
        {
            Upgrade(session, version.Value);
            return;
        }

        if (version != 0)
        {
            throw new InvalidDataException(
                $"The state file has layout {version}, this version of the reference server writes layout {Version}. Nothing in it was changed. "
                + "Delete it to start afresh.");
        }

        session.Run(Tables);
        session.Run(IntakeTable);
        session.Run(ThirdLayout);
        session.Run(FourthLayout);
        seed(session);
        session.Run($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
    }

    private static void Upgrade(StateSession session, long version)
    {
        if (version == 1)
        {
            session.Run(IntakeTable);
        }

        if (version < 3)
        {
            session.Run(ThirdLayout);
        }

        session.Run(FourthLayout);
        session.Run($"PRAGMA user_version = {Version}");
    }

    /// <summary>Empties what the services hold. Issued tokens and used nonces stay: whoever holds a token may go on.</summary>
    public static void Clear(StateSession session)
    {
        foreach (var table in StateTables)
        {
            session.Execute($"DELETE FROM {table}");
        }
    }
}

namespace ExecutionControl.Runs;

/// <summary>The tables of a journal in SQLite, made and migrated by this library.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a file as a journal of ours: "ECRJ".</summary>
    public const int ApplicationId = 0x4543524A;

    /// <summary>What leads from each version to the next. What stands here never changes: a change is another one.</summary>
    private static readonly string[] _migrations =
    [
        """
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            runs INTEGER NOT NULL,
            head BLOB NOT NULL
        ) STRICT;
        INSERT INTO journal (id, runs, head) VALUES (1, 0, zeroblob(32));

        -- A run without a number is being made, or whoever made it has ended.
        CREATE TABLE runs (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            number INTEGER UNIQUE,
            created_at INTEGER NOT NULL,
            command INTEGER NOT NULL,
            plan TEXT NOT NULL,
            digest TEXT NOT NULL,
            user TEXT NOT NULL,
            host TEXT NOT NULL,
            total INTEGER NOT NULL DEFAULT 0,
            unknown INTEGER NOT NULL DEFAULT 0,
            applied INTEGER NOT NULL DEFAULT 0,
            already_so INTEGER NOT NULL DEFAULT 0,
            partial INTEGER NOT NULL DEFAULT 0,
            refused INTEGER NOT NULL DEFAULT 0,
            not_applied INTEGER NOT NULL DEFAULT 0,
            not_sent INTEGER NOT NULL DEFAULT 0,
            fence INTEGER NOT NULL DEFAULT 0,
            worker TEXT,
            entries INTEGER NOT NULL DEFAULT 0,
            head BLOB NOT NULL
        ) STRICT;

        CREATE TABLE inputs (
            key INTEGER PRIMARY KEY,
            run INTEGER NOT NULL,
            text TEXT NOT NULL
        ) STRICT;

        -- status: 0 pending, 1 intended, 2 settled. outcome: as TargetOutcome. entry: where in the history what became of it stands.
        CREATE TABLE targets (
            run INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            operation TEXT NOT NULL,
            account TEXT NOT NULL,
            id TEXT NOT NULL,
            input INTEGER,
            state TEXT,
            skip TEXT,
            status INTEGER NOT NULL DEFAULT 0,
            intents INTEGER NOT NULL DEFAULT 0,
            intended_at INTEGER,
            settled_at INTEGER,
            outcome INTEGER,
            entry INTEGER,
            PRIMARY KEY (run, ordinal)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE history (
            run INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            ordinal INTEGER,
            content TEXT NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (run, sequence)
        ) STRICT, WITHOUT ROWID;
        """,
        """
        -- How a run goes, as JSON, and whether its first targets are done and it was to go on.
        ALTER TABLE runs ADD COLUMN pacing TEXT;
        ALTER TABLE runs ADD COLUMN canary_passed INTEGER NOT NULL DEFAULT 0;

        -- Single commands are never looked for by their plan.
        CREATE INDEX runs_by_digest ON runs (digest, number) WHERE command = 0;
        """,
    ];

    /// <summary>The version of the tables that this library reads and writes.</summary>
    public static int Version => _migrations.Length;

    /// <summary>What makes the tables of a version those of this one.</summary>
    public static string From(long version) => string.Join('\n', _migrations.Skip((int)version));
}

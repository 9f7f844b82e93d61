using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>The tables of a journal in PostgreSQL, all in a schema of their own, made and migrated by this library.</summary>
internal static class PostgresSchema
{
    /// <summary>Where processes wait for one another that make the tables.</summary>
    private const long Lock = 0x4543524A;

    // Parts of several of the functions below. They never change, either.
    private const string HoldChain =
        """
        SELECT r.entries, r.head INTO STRICT last, hash FROM execution_control.runs r WHERE r.key = this_run FOR UPDATE;
        FOR i IN 1 .. cardinality(ordinals) LOOP
        """;

    private const string AppendRow =
        """
        hash := sha256(hash || convert_to(contents[i], 'UTF8'));
        INSERT INTO execution_control.history (run, sequence, ordinal, content, hash) VALUES (this_run, last, ordinals[i], contents[i], hash);
        """;

    private const string CountOutcomes =
        """
        UPDATE execution_control.runs r
        SET entries = last, head = hash, unknown = r.unknown + counts[1], applied = r.applied + counts[2], already_so = r.already_so + counts[3],
            partial = r.partial + counts[4], refused = r.refused + counts[5], not_applied = r.not_applied + counts[6], not_sent = r.not_sent + counts[7]
        WHERE r.key = this_run;
        """;

    /// <summary>What leads from each version to the next. What stands here never changes: a change is another one.</summary>
    private static readonly string[] _migrations =
    [
        $"""
        CREATE TABLE execution_control.journal (
            id smallint PRIMARY KEY CHECK (id = 1),
            runs bigint NOT NULL,
            head bytea NOT NULL
        );
        INSERT INTO execution_control.journal (id, runs, head) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

        -- A run without a number is being made, or whoever made it has ended.
        CREATE TABLE execution_control.runs (
            key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id text NOT NULL UNIQUE,
            number bigint UNIQUE,
            created_at timestamptz NOT NULL,
            command boolean NOT NULL,
            plan text NOT NULL,
            digest text NOT NULL,
            user_name text NOT NULL,
            host text NOT NULL,
            total bigint NOT NULL DEFAULT 0,
            unknown bigint NOT NULL DEFAULT 0,
            applied bigint NOT NULL DEFAULT 0,
            already_so bigint NOT NULL DEFAULT 0,
            partial bigint NOT NULL DEFAULT 0,
            refused bigint NOT NULL DEFAULT 0,
            not_applied bigint NOT NULL DEFAULT 0,
            not_sent bigint NOT NULL DEFAULT 0,
            worker text,
            entries bigint NOT NULL DEFAULT 0,
            head bytea NOT NULL
        );

        -- Who works on a run. One that is not renewed in time is worth nothing any more, by this database's clock.
        CREATE TABLE execution_control.leases (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL REFERENCES execution_control.runs (key) ON DELETE CASCADE,
            worker text NOT NULL,
            began_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL
        );
        CREATE INDEX ON execution_control.leases (run);

        CREATE TABLE execution_control.inputs (
            key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL REFERENCES execution_control.runs (key) ON DELETE CASCADE,
            text text NOT NULL
        );
        CREATE INDEX ON execution_control.inputs (run);

        -- status: 0 pending, 1 intended, 2 settled. outcome: as TargetOutcome. entry: where in the history what became of it stands.
        CREATE TABLE execution_control.targets (
            run bigint NOT NULL REFERENCES execution_control.runs (key) ON DELETE CASCADE,
            ordinal bigint NOT NULL,
            operation text NOT NULL,
            account text NOT NULL,
            id text NOT NULL,
            input bigint,
            state text,
            skip text,
            status smallint NOT NULL DEFAULT 0,
            intents integer NOT NULL DEFAULT 0,
            intended_at timestamptz,
            settled_at timestamptz,
            outcome smallint,
            entry bigint,
            lease bigint,
            PRIMARY KEY (run, ordinal)
        );
        CREATE INDEX targets_left ON execution_control.targets (run, ordinal) WHERE status < 2;

        CREATE TABLE execution_control.history (
            run bigint NOT NULL REFERENCES execution_control.runs (key) ON DELETE CASCADE,
            sequence bigint NOT NULL,
            ordinal bigint,
            content text NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY (run, sequence)
        );

        -- The pace that all workers of a run go by together: of the whole run, and of each account.
        CREATE TABLE execution_control.paces (
            run bigint NOT NULL REFERENCES execution_control.runs (key) ON DELETE CASCADE,
            account text NOT NULL,
            next_turn timestamptz NOT NULL,
            opens_at timestamptz NOT NULL,
            PRIMARY KEY (run, account)
        );

        -- In one statement, so that a worker that stands still in the middle of its work holds nothing that others wait for.
        CREATE FUNCTION execution_control.settle(
            this_run bigint, this_lease bigint, ordinals bigint[], outcomes smallint[], contents text[], times timestamptz[])
        RETURNS SETOF bigint LANGUAGE plpgsql AS $settle$
        DECLARE
            last bigint;
            hash bytea;
            counts bigint[] := ARRAY[0, 0, 0, 0, 0, 0, 0];
        BEGIN
            {HoldChain}
                UPDATE execution_control.targets t
                SET status = 2, settled_at = times[i], outcome = outcomes[i], entry = last + 1, lease = NULL
                WHERE t.run = this_run AND t.ordinal = ordinals[i] AND t.lease IS NOT DISTINCT FROM this_lease AND t.status < 2;
                IF FOUND THEN
                    last := last + 1;
                    {AppendRow}
                    counts[outcomes[i] + 1] := counts[outcomes[i] + 1] + 1;
                    RETURN NEXT ordinals[i];
                END IF;
            END LOOP;
            {CountOutcomes}
        END
        $settle$;
        """,
        $"""
        -- How many rows the run's history had when the lease began.
        ALTER TABLE execution_control.leases ADD COLUMN entries bigint NOT NULL DEFAULT 0;

        CREATE INDEX targets_unknown ON execution_control.targets (run, ordinal) WHERE outcome = 0;

        -- As before, and of what was unknown and is done again: what it comes to takes the place of what it was.
        CREATE OR REPLACE FUNCTION execution_control.settle(
            this_run bigint, this_lease bigint, ordinals bigint[], outcomes smallint[], contents text[], times timestamptz[])
        RETURNS SETOF bigint LANGUAGE plpgsql AS $settle$
        DECLARE
            last bigint;
            hash bytea;
            former smallint;
            counts bigint[] := ARRAY[0, 0, 0, 0, 0, 0, 0];
        BEGIN
            {HoldChain}
                SELECT t.outcome INTO former FROM execution_control.targets t
                WHERE t.run = this_run AND t.ordinal = ordinals[i] AND t.lease IS NOT DISTINCT FROM this_lease
                    AND (t.status < 2 OR (t.outcome = 0 AND this_lease IS NOT NULL)) FOR UPDATE;
                IF FOUND THEN
                    last := last + 1;
                    UPDATE execution_control.targets t
                    SET status = 2, settled_at = times[i], outcome = outcomes[i], entry = last, lease = NULL
                    WHERE t.run = this_run AND t.ordinal = ordinals[i];
                    {AppendRow}
                    counts[outcomes[i] + 1] := counts[outcomes[i] + 1] + 1;
                    IF former IS NOT NULL THEN
                        counts[former + 1] := counts[former + 1] - 1;
                    END IF;
                    RETURN NEXT ordinals[i];
                END IF;
            END LOOP;
            {CountOutcomes}
        END
        $settle$;
        """,
        $"""
        -- Intents of what may not be repeated stand in the chain. In one statement, as above; without a lease those of a command, which nobody takes over.
        CREATE FUNCTION execution_control.intend(this_run bigint, this_lease bigint, ordinals bigint[], contents text[], times timestamptz[])
        RETURNS TABLE (done_ordinal bigint, done_intents integer, done_at timestamptz) LANGUAGE plpgsql AS $intend$
        DECLARE
            last bigint;
            hash bytea;
        BEGIN
            {HoldChain}
                UPDATE execution_control.targets t SET status = 1, intents = t.intents + 1, intended_at = COALESCE(times[i], clock_timestamp())
                WHERE t.run = this_run AND t.ordinal = ordinals[i] AND t.lease IS NOT DISTINCT FROM this_lease
                    AND (t.status < 2 OR (t.outcome = 0 AND this_lease IS NOT NULL))
                    AND (this_lease IS NULL
                        OR EXISTS (SELECT 1 FROM execution_control.leases l WHERE l.id = this_lease AND l.expires_at > clock_timestamp()))
                RETURNING t.ordinal, t.intents, t.intended_at INTO done_ordinal, done_intents, done_at;
                IF FOUND THEN
                    last := last + 1;
                    {AppendRow}
                    RETURN NEXT;
                END IF;
            END LOOP;
            UPDATE execution_control.runs r SET entries = last, head = hash WHERE r.key = this_run;
        END
        $intend$;

        CREATE FUNCTION execution_control.withdraw(this_run bigint, this_lease bigint, ordinals bigint[], unsettled bigint[], contents text[])
        RETURNS SETOF bigint LANGUAGE plpgsql AS $withdraw$
        DECLARE
            last bigint;
            hash bytea;
            former smallint;
        BEGIN
            {HoldChain}
                SELECT t.status INTO former FROM execution_control.targets t
                WHERE t.run = this_run AND t.ordinal = ordinals[i] AND t.lease = this_lease AND (t.status < 2 OR t.outcome = 0) FOR UPDATE;
                CONTINUE WHEN NOT FOUND;
                RETURN NEXT ordinals[i];

                -- Once: an answer that was lost makes a worker ask again.
                IF former = 1 THEN
                    UPDATE execution_control.targets t
                    SET status = CASE WHEN t.outcome IS NOT NULL THEN 2 WHEN t.ordinal = ANY (unsettled) THEN 1 ELSE 0 END
                    WHERE t.run = this_run AND t.ordinal = ordinals[i];
                    last := last + 1;
                    {AppendRow}
                END IF;
            END LOOP;
            UPDATE execution_control.runs r SET entries = last, head = hash WHERE r.key = this_run;
        END
        $withdraw$;
        """,
        """
        -- How a run goes, as JSON, and whether its first targets are done and it was to go on.
        ALTER TABLE execution_control.runs ADD COLUMN pacing text;
        ALTER TABLE execution_control.runs ADD COLUMN canary_passed boolean NOT NULL DEFAULT false;

        -- Single commands are never looked for by their plan.
        CREATE INDEX runs_by_digest ON execution_control.runs (digest, number) WHERE NOT command;

        -- The last target that was claimed under the lease: who takes over looks no further.
        ALTER TABLE execution_control.leases ADD COLUMN claimed_to bigint NOT NULL DEFAULT 0;
        """,
    ];

    /// <summary>Makes the tables, or brings them to this version.</summary>
    /// <exception cref="RunJournalException">They are of a newer version.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection, string location, CancellationToken cancellationToken)
    {
        if (await FindVersionAsync(connection, location, cancellationToken).ConfigureAwait(false) == _migrations.Length)
        {
            return;
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Lock})", cancellationToken).ConfigureAwait(false);
            var version = await FindVersionAsync(connection, location, cancellationToken).ConfigureAwait(false);
            if (version > _migrations.Length)
            {
                throw new RunJournalException(
                    $"The journal {location} was made by a newer version ({version}; this one reads {_migrations.Length}). Nothing in it was changed.");
            }

            if (version == 0)
            {
                await ExecuteAsync(
                    connection,
                    "CREATE SCHEMA IF NOT EXISTS execution_control; CREATE TABLE execution_control.version (number integer NOT NULL); "
                    + "INSERT INTO execution_control.version (number) VALUES (0)",
                    cancellationToken).ConfigureAwait(false);
            }

            for (var next = version; next < _migrations.Length; next++)
            {
                await ExecuteAsync(connection, _migrations[next], cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync(connection, $"UPDATE execution_control.version SET number = {_migrations.Length}", cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> FindVersionAsync(NpgsqlConnection connection, string location, CancellationToken cancellationToken)
    {
        // Of the tables themselves: what a connection has once looked for by name, it goes on believing missing.
        using var exists = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'execution_control' AND tablename = 'version')", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!)
        {
            return 0;
        }

        using var version = new NpgsqlCommand("SELECT number FROM execution_control.version", connection);
        return await version.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int number and >= 0
            ? number
            : throw new RunJournalException(
                $"The journal {location} was edited by hand, or is damaged: it does not say of which version its tables are. Nothing in it was changed.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // All texts are constants of this library.
        using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}

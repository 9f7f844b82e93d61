using System.Data;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;

namespace ExecutionControl.Runs;

/// <summary>The database of a journal: asks and writes, and puts into words what goes wrong.</summary>
/// <param name="source">The connections.</param>
/// <param name="location">Where it is, for a person.</param>
internal sealed class PostgresDatabase(NpgsqlDataSource source, string location) : IAsyncDisposable
{
    public string Location => location;

    /// <summary>Opens a database; the tables are made where they are missing.</summary>
    /// <exception cref="RunJournalException">It cannot be used.</exception>
    public static async Task<PostgresDatabase> OpenAsync(string text, CancellationToken cancellationToken)
    {
        var settings = PostgresLocation.Parse(text);
        var location = PostgresLocation.Describe(settings);
        await HoldDurableAsync(settings, location, cancellationToken).ConfigureAwait(false);
        var database = new PostgresDatabase(Build(settings), location);
        try
        {
            await database.UseAsync(
                async connection =>
                {
                    await PostgresSchema.MigrateAsync(connection, location, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return database;
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Sees to it that what is committed is on the disk: a server, a role or an address may say that this is not waited for, and then an intent could be
    /// lost whose call was sent.
    /// </summary>
    private static async Task HoldDurableAsync(NpgsqlConnectionStringBuilder settings, string location, CancellationToken cancellationToken)
    {
        var probe = new PostgresDatabase(Build(settings), location);
        await using (probe.ConfigureAwait(false))
        {
            var (commit, fsync) = (await probe.UseAsync(
                connection => ReadAllAsync(
                    connection,
                    "SELECT current_setting('synchronous_commit'), current_setting('fsync')",
                    row => (row.GetString(0), row.GetString(1)),
                    cancellationToken),
                cancellationToken).ConfigureAwait(false))[0];
            if (fsync == "off")
            {
                throw new RunJournalException(
                    $"The journal {location} could not be used: its server does not write to the disk what it confirms (fsync is off), so that an intent could "
                    + "be lost whose call was sent. Nothing was sent. Set fsync to on.");
            }

            // Behind all others, so that it is the one that counts; what waits for more than this server's disk stays.
            settings.Options = $"{settings.Options} -c synchronous_commit={(commit == "off" ? "on" : commit)}".TrimStart();
        }
    }

    private static NpgsqlDataSource Build(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        return builder.Build();
    }

    /// <summary>Does something on a connection.</summary>
    /// <exception cref="RunJournalException">The database is away, or says no.</exception>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                return await use(connection).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsOfDatabase(exception) || IsOfBrokenConnection(exception, connection))
            {
                throw Failure(exception);
            }
        }
    }

    /// <summary>Does something in one transaction.</summary>
    /// <exception cref="RunJournalException">The database is away, or says no; nothing of it is durable, or at most all of it.</exception>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken) => UseAsync(
        async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await write(connection).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        },
        cancellationToken);

    /// <summary>Reads a long list in pages, on a connection of its own.</summary>
    /// <exception cref="RunJournalException">The database is away, or says no.</exception>
    public async IAsyncEnumerable<T> ReadPagesAsync<T>(
        Func<PostgresReading, IAsyncEnumerable<T>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var rows = list(new PostgresReading(connection, location)).GetAsyncEnumerator(cancellationToken);
            await using (rows.ConfigureAwait(false))
            {
                while (await HasNextAsync(rows, connection).ConfigureAwait(false))
                {
                    yield return rows.Current;
                }
            }
        }
    }

    /// <summary>Reads rows to the end.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        NpgsqlConnection connection,
        string text,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken,
        params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, text, values);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            var all = new List<T>();
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                all.Add(read(rows));
            }

            return all;
        }
    }

    /// <summary>Does something.</summary>
    /// <returns>How many rows it changed.</returns>
    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string text, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, text, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A time between two of the database's, which can be further apart than anything waits, or infinitely so.</summary>
    public static TimeSpan Span(double seconds)
    {
        const double aYear = 366.0 * 24 * 60 * 60;
        return TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : Math.Clamp(seconds, -aYear, aYear));
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfDatabase(exception))
        {
            throw Failure(exception);
        }
    }

    private async Task<bool> HasNextAsync<T>(IAsyncEnumerator<T> rows, NpgsqlConnection connection)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfDatabase(exception) || IsOfBrokenConnection(exception, connection))
        {
            throw Failure(exception);
        }
    }

    private static bool IsOfDatabase(Exception exception) =>
        exception is NpgsqlException or SocketException or TimeoutException or IOException || IsOfValue(exception);

    /// <summary>Somebody has changed a column so that what stands there is of another kind, or missing.</summary>
    private static bool IsOfValue(Exception exception) => exception is InvalidCastException or OverflowException;

    /// <summary>A command on a connection that has just gone away is said to be a wrong operation.</summary>
    private static bool IsOfBrokenConnection(Exception exception, NpgsqlConnection connection) =>
        exception is InvalidOperationException and not ObjectDisposedException && !connection.FullState.HasFlag(ConnectionState.Open);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, (string Name, object? Value)[] values)
    {
#pragma warning disable CA2100 // All texts are constants of this library.
        var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter(name, DBNull.Value) : new NpgsqlParameter { ParameterName = name, Value = value });
        }

        return command;
    }

    private RunJournalException Failure(Exception exception)
    {
        var cause = exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
                $"the role may not do that ({refused.MessageText}). docs/runs.md says what it needs.",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the disk is full. Make room, then go on.",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction } =>
                $"its tables are not those that this version makes ({((PostgresException)exception).MessageText}).",
            _ when IsOfValue(exception) => $"it holds what it must not ({exception.Message.TrimEnd('.')}). Verify it.",
            PostgresException refused => $"{refused.MessageText} ({refused.SqlState}).",
            _ => $"it cannot be reached: {exception.Message.TrimEnd('.')}.",
        };
        return new RunJournalException($"The journal {location} could not be used: {cause} Nothing was sent whose intent is not in the journal.", exception);
    }
}

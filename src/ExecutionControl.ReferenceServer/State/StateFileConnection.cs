using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.State;

/// <summary>Opens the connections to a state in a file, none to one that is not ours.</summary>
internal static class StateFileConnection
{
    // In pages of 4 KiB: the disk is waited for less often than by SQLite's own thousand.
    private const string Checkpoints = "PRAGMA wal_autocheckpoint = 4000;";

    /// <summary>Opens the state for whoever writes.</summary>
    /// <param name="file">The full path of the file, which is made if it is missing.</param>
    /// <param name="patience">How long another process that holds the file is waited for, a second or more.</param>
    /// <exception cref="InvalidDataException">The file is no state file.</exception>
    public static StateConnection Open(string file, TimeSpan patience)
    {
        SQLitePCL.Batteries_V2.Init();
        StateFile.Prepare(file);
        RefuseForeignUnlocked(file);
        var opened = Connection(file, patience);
        try
        {
            opened.Open();
            RefuseForeign(file, opened);
            StateFile.Protect(file);
            Run(opened, $"{Waiting(patience)} PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; {Checkpoints}");
            return new StateConnection(opened.Handle!, opened, isShared: true);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens the file for somebody who reads, after it was opened for whoever writes. It looks into the journal at once: from then on both have
    /// the same file, whatever is put under its name.
    /// </summary>
    public static StateConnection OpenReader(string file, TimeSpan patience)
    {
        var opened = Connection(file, patience);
        try
        {
            opened.Open();
            Run(opened, $"{Waiting(patience)} PRAGMA query_only = ON; PRAGMA data_version;");
            return new StateConnection(opened.Handle!, opened, isShared: true);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connection(string file, TimeSpan patience) => new(new SqliteConnectionStringBuilder
    {
        DataSource = file,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = false,
        DefaultTimeout = (int)patience.TotalSeconds,
    }.ConnectionString);

    private static string Waiting(TimeSpan patience) => FormattableString.Invariant($"PRAGMA busy_timeout = {(int)patience.TotalMilliseconds};");

    private static void Run(SqliteConnection connection, string script)
    {
        using var command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    private static long? Integer(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar() as long?;
    }

    /// <summary>
    /// Looks at the file in a way that leaves no trace: as it is on the disk, with no lock, no journal taken up and none made. What stands in a
    /// journal alone is seen afterwards.
    /// </summary>
    private static void RefuseForeignUnlocked(string file)
    {
        var name = new UriBuilder { Scheme = Uri.UriSchemeFile, Host = string.Empty, Path = file.Replace("%", "%25", StringComparison.Ordinal) };
        var source = $"{name.Uri.AbsoluteUri.Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal)}?immutable=1";
        using var looking = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = source, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        try
        {
            looking.Open();
            RefuseForeign(file, looking);
        }
        catch (SqliteException)
        {
            // Another process may be writing in this moment.
        }
    }

    // Asked before anything is written, the journal's mode included: the file may be another program's, database or not.
    private static void RefuseForeign(string file, SqliteConnection connection)
    {
        try
        {
            // One transaction: another process may be making the tables and the mark right now, and both come at once.
            using var transaction = connection.BeginTransaction(deferred: true);
            var mark = Integer(connection, "PRAGMA application_id");
            if (mark == StateSchema.ApplicationId || (mark == 0 && Integer(connection, "SELECT COUNT(*) FROM sqlite_master") == 0))
            {
                return;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB)
        {
            // Said below.
        }

        // The last one to close a database puts its journal into it.
        const int noCheckpointOnClose = 1006;
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, noCheckpointOnClose, 1, out _);
        throw new InvalidDataException(
            $"The file {file} is not a state file of the reference server. Nothing in it was changed. Name another file.");
    }
}

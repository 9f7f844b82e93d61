using Microsoft.Data.Sqlite;

namespace ExecutionControl.Runs;

/// <summary>Opens a journal's file, which may turn out not to be one.</summary>
internal static class SqliteConnections
{
    /// <summary>Opens a connection that writes; the tables are made where they are missing.</summary>
    /// <exception cref="RunJournalException">The file is no journal, or cannot be opened.</exception>
    public static SqliteConnection OpenToWrite(string path, TimeSpan patience)
    {
        SQLitePCL.Batteries_V2.Init();
        JournalFile.Prepare(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)patience.TotalSeconds),
        }.ConnectionString);
        try
        {
            connection.Open();
            using var commands = new SqliteCommands(connection);
            var version = RefuseForeign(path, connection, commands);
            commands.Execute("PRAGMA journal_mode = WAL");
            commands.Execute("PRAGMA synchronous = FULL");
            if (OperatingSystem.IsMacOS())
            {
                // A plain one leaves the data in the disk's own memory there.
                commands.Execute("PRAGMA fullfsync = ON");
                commands.Execute("PRAGMA checkpoint_fullfsync = ON");
            }

            // 16 MiB: to bring the pages home costs whoever writes two round trips to the disk, and fewer pages than were written one by one.
            commands.Execute("PRAGMA wal_autocheckpoint = 4096");
            if (version != SqliteSchema.Version)
            {
                MakeTables(path, connection, commands);
            }

            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB
                ? Unreadable(path, exception)
                : new RunJournalException($"The journal {path} cannot be opened: {exception.Message}", exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads.</summary>
    /// <exception cref="RunJournalException">It cannot be opened.</exception>
    public static SqliteConnection OpenToRead(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var commands = new SqliteCommands(connection);
            commands.Execute("PRAGMA query_only = ON");

            // For what is asked on SQLite's own interface: somebody else may be putting the file in order after a process that was killed.
            commands.Execute("PRAGMA busy_timeout = 30000");
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Unreadable(path, exception);
        }
    }

    /// <summary>What is thrown when SQLite cannot read the file.</summary>
    public static RunJournalException Unreadable(string path, SqliteException exception)
    {
        var cause = exception.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
                "the file is damaged: a part of it was overwritten or cut off. Keep a copy of it, and take the file from a backup.",
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => "another process holds it. Try again.",
            SQLitePCL.raw.SQLITE_ERROR => $"its tables are not those that this version makes: {exception.Message.TrimEnd('.')}.",
            _ => $"{exception.Message.TrimEnd('.')}.",
        };
        return new RunJournalException($"The journal {path} cannot be read: {cause}", exception);
    }

    /// <summary>Asked before anything is written, the journal's mode included: the file may be another program's, database or not.</summary>
    /// <returns>Which version's tables it has; 0 where it has none yet.</returns>
    private static long RefuseForeign(string path, SqliteConnection connection, SqliteCommands commands)
    {
        try
        {
            // One transaction: another process may be making the tables and the mark right now, and both come at once.
            commands.Execute("BEGIN");
            var mark = commands.Number("PRAGMA application_id");
            var version = commands.Number("PRAGMA user_version");
            var isOurs = mark == SqliteSchema.ApplicationId || (mark == 0 && commands.Number("SELECT COUNT(*) FROM sqlite_master") == 0);
            commands.Execute("ROLLBACK");
            if (isOurs)
            {
                return version;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB)
        {
            // Said below.
        }

        // The last one to close a database puts its journal into it.
        const int noCheckpointOnClose = 1006;
        _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, noCheckpointOnClose, 1, out _);
        throw new RunJournalException($"The file {path} is no journal of ExecutionControl. Nothing in it was changed. Name another file.");
    }

    /// <summary>Makes the tables, or brings them to this version: all of it or nothing.</summary>
    private static void MakeTables(string path, SqliteConnection connection, SqliteCommands commands)
    {
        commands.Execute("BEGIN IMMEDIATE");
        var version = commands.Number("PRAGMA user_version");
        if (version > SqliteSchema.Version)
        {
            throw new RunJournalException(
                $"The journal {path} was made by a newer version ({version}; this one reads {SqliteSchema.Version}). Nothing in it was changed.");
        }

        if (version < SqliteSchema.Version)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are constants of this library.
            command.CommandText = SqliteSchema.From(version);
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            commands.Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}");
            commands.Execute($"PRAGMA user_version = {SqliteSchema.Version}");
        }

        commands.Execute("COMMIT");
    }
}

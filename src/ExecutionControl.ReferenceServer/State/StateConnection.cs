using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExecutionControl.Reference.State;

/// <summary>A connection to a state.</summary>
internal sealed class StateConnection : IDisposable
{
    // Pages twice as large as SQLite's own: one that grows full is split half as often, and after that each page that there is is looked at.
    private const string InMemory = "PRAGMA page_size = 8192; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;";

    private readonly IDisposable _owner;

    /// <param name="handle">SQLite's own connection.</param>
    /// <param name="owner">What is put away with it.</param>
    /// <param name="isShared">Whether others have connections to the same state.</param>
    public StateConnection(sqlite3 handle, IDisposable owner, bool isShared)
    {
        Handle = handle;
        IsShared = isShared;
        _owner = owner;
    }

    public sqlite3 Handle { get; }

    /// <summary>Whether others have connections to the same state.</summary>
    public bool IsShared { get; }

    /// <summary>Opens a state in memory. Without ADO.NET's connection, which takes longer to come to be than what is then done here.</summary>
    public static StateConnection OpenInMemory()
    {
        Batteries_V2.Init();
        var result = raw.sqlite3_open_v2(":memory:", out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_MEMORY, null);
        var opened = new StateConnection(handle, handle, isShared: false);
        try
        {
            Demand(result, handle);
            opened.Run(InMemory);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements one after the other.</summary>
    /// <exception cref="SqliteException">One of them failed.</exception>
    public void Run(string script) => Demand(raw.sqlite3_exec(Handle, script), Handle);

    public void Dispose() => _owner.Dispose();

    /// <exception cref="SqliteException">It is none of the results of what went well.</exception>
    public static void Demand(int result, sqlite3 handle)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            Throw(result, handle);
        }
    }

    // Apart, so that ADO.NET is not even loaded as long as all goes well.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int result, sqlite3 handle) => SqliteException.ThrowExceptionForRC(result, handle);
}

using SQLitePCL;

namespace ExecutionControl.Reference.State;

/// <summary>
/// What stores read and write through, within one transaction: a connection that keeps its statements prepared. One caller at a time.
/// </summary>
/// <param name="connection">The connection, used by nobody else.</param>
internal sealed class StateSession(StateConnection connection) : IDisposable
{
    // The stores have fewer; a search has another text for each set of filters, and a long one for many values.
    private const int MostPrepared = 256;
    private const int MostParameters = 32;

    private readonly Dictionary<string, StateStatement> _prepared = new(StringComparer.Ordinal);
    private bool _beginsWithChange;
    private TableFilling? _filling;
    private TableFilling? _fillingBefore;

    /// <summary>Whether a transaction is under way: SQLite itself ends one over a full disk, for example.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>How many rows have been changed since the connection was opened.</summary>
    public int Changes => raw.sqlite3_total_changes(connection.Handle);

    /// <summary>
    /// Begins a transaction before the first statement that changes something, if there comes one. For a state that nobody else can change:
    /// what is read before is not part of it.
    /// </summary>
    public void BeginWithChange()
    {
        _beginsWithChange = true;
        _fillingBefore = _filling;
    }

    /// <summary>Ends what <see cref="BeginWithChange"/> began.</summary>
    public void Commit()
    {
        _beginsWithChange = false;
        if (IsInTransaction)
        {
            Execute("COMMIT");
        }
    }

    /// <summary>Undoes what was changed since <see cref="BeginWithChange"/>.</summary>
    public void RollBack()
    {
        _beginsWithChange = false;
        _filling = _fillingBefore;
        if (IsInTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>
    /// Lets a table be filled when a statement first names it, at once where others look at the state, too. One table at a time, within
    /// what <see cref="BeginWithChange"/> began.
    /// </summary>
    public void FillLater(string table, Action<StateSession> write)
    {
        if (connection.IsShared)
        {
            write(this);
        }
        else
        {
            _filling = new TableFilling(table, write);
        }
    }

    /// <summary>Runs a statement and gives the number of rows that it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var run = Begin(sql, parameters);
        while (run.Statement.Step())
        {
        }

        return raw.sqlite3_changes(connection.Handle);
    }

    /// <summary>Runs statements that are not needed again: those that make and drop tables.</summary>
    public void Run(string script)
    {
        FillIfAsked(script);
        BeginIfItChanges(onlyReads: false);
        connection.Run(script);
    }

    /// <summary>The first column of the first row as an integer; null when there is no row or it is NULL.</summary>
    public long? Integer(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var run = Begin(sql, parameters);
        return run.Statement.Step() ? run.Statement.Row.Integer(0) : null;
    }

    public T? First<T>(string sql, Func<StateRow, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class
    {
        using var run = Begin(sql, parameters);
        return run.Statement.Step() ? map(run.Statement.Row) : null;
    }

    public List<T> Query<T>(string sql, Func<StateRow, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var run = Begin(sql, parameters);
        var rows = new List<T>();
        while (run.Statement.Step())
        {
            rows.Add(map(run.Statement.Row));
        }

        return rows;
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    private RunningStatement Begin(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        FillIfAsked(sql);
        var isKept = parameters.Length <= MostParameters;
        if (!isKept || !_prepared.TryGetValue(sql, out var statement))
        {
            if (_prepared.Count == MostPrepared)
            {
                Forget();
            }

            statement = new StateStatement(connection.Handle, sql);
            if (isKept)
            {
                _prepared[sql] = statement;
            }
        }

        BeginIfItChanges(statement.OnlyReads);
        var run = new RunningStatement(statement, isKept);
        try
        {
            statement.Bind(parameters);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private void FillIfAsked(string sql)
    {
        if (_filling is not { } filling || !filling.IsAskedForBy(sql))
        {
            return;
        }

        _filling = null;
        if (IsInTransaction)
        {
            // Undone and done again, if this is rolled back.
            filling.Write(this);
            return;
        }

        // Whatever becomes of the transaction that begins after it.
        var beginsWithChange = _beginsWithChange;
        _beginsWithChange = false;
        Execute("BEGIN");
        try
        {
            filling.Write(this);
            Execute("COMMIT");
            _fillingBefore = null;
        }
        catch
        {
            _filling = filling;
            if (IsInTransaction)
            {
                Execute("ROLLBACK");
            }

            throw;
        }

        _beginsWithChange = beginsWithChange;
    }

    private void BeginIfItChanges(bool onlyReads)
    {
        if (_beginsWithChange && !onlyReads)
        {
            _beginsWithChange = false;
            Execute("BEGIN");
        }
    }

    private void Forget()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _prepared.Clear();
    }

    private readonly record struct RunningStatement(StateStatement Statement, bool IsKept) : IDisposable
    {
        public void Dispose()
        {
            Statement.Reset();
            if (!IsKept)
            {
                Statement.Dispose();
            }
        }
    }
}

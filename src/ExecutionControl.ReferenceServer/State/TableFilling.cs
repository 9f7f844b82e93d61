namespace ExecutionControl.Reference.State;

/// <summary>What a table holds that is written when somebody first asks for the table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Write">Writes it.</param>
internal sealed record TableFilling(string Table, Action<StateSession> Write)
{
    /// <summary>Whether statements name the table.</summary>
    public bool IsAskedForBy(string sql)
    {
        for (var at = sql.IndexOf(Table, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(Table, at + 1, StringComparison.Ordinal))
        {
            var end = at + Table.Length;
            if ((at == 0 || !IsPartOfName(sql[at - 1])) && (end == sql.Length || !IsPartOfName(sql[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}

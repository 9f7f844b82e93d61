using System.Globalization;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>
/// Reads the targets of a run that are not done, page by page. Not for several threads at once. What most targets are, one that nobody has touched and
/// that has no input, is told from one number, so that little is asked for each; the rest of the others is asked for by itself.
/// </summary>
/// <param name="commands">The connection.</param>
/// <param name="runId">The run's id.</param>
/// <param name="run">The run's key.</param>
/// <param name="retriesUpTo">Up to which row of the history what came out unknown is done again; zero for none.</param>
internal sealed class SqliteTargetPages(SqliteCommands commands, string runId, long run, long retriesUpTo)
{
    /// <summary>So many characters of inputs are read ahead at most: prompts and images can be long.</summary>
    private const int MostInputAhead = 4 * 1024 * 1024;

    private const string Query =
        "SELECT ordinal, status = 0 AND intents = 0 AND input IS NULL AND skip IS NULL AND outcome IS NULL, id, operation, account, state "
        + "FROM targets WHERE run = ?1 AND ordinal > ?2 AND (status < 2 OR (status = 2 AND outcome = 0 AND entry <= ?3)) ORDER BY ordinal LIMIT ?4";

    private const string RestQuery = "SELECT i.text, t.skip, t.status, t.intents, t.intended_at, t.outcome, t.input FROM targets t "
        + "LEFT JOIN inputs i ON i.key = t.input WHERE t.run = ?1 AND t.ordinal = ?2";

    private readonly SharedTexts _texts = new();
    private readonly RepeatedText _operationId = new();
    private readonly RepeatedText _account = new();
    private ControlOperation? _operation;
    private long _last;

    /// <summary>The next targets; none when there are none left.</summary>
    /// <param name="most">How many at most.</param>
    public List<RunTarget> Next(int most)
    {
        var targets = new List<RunTarget>();
        var input = 0L;
        var rows = commands.Statement(Query).Bind(1, run).Bind(2, _last).Bind(3, retriesUpTo).Bind(4, most);
        try
        {
            while (input < MostInputAhead && rows.Step())
            {
                var target = Read(rows);
                targets.Add(target);
                input += target.Planned.Input?.Length ?? 0;
                _last = target.Ordinal;
            }
        }
        finally
        {
            rows.Reset();
        }

        return targets;
    }

    private RunTarget Read(SqliteStatement row)
    {
        try
        {
            return ReadParts(row);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new RunDamagedException(
                runId,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Run {runId} was edited by hand, or is damaged: of target {row.Number(0)} {exception.Message.TrimEnd('.')}. Nothing was sent for it."),
                exception);
        }
    }

    private RunTarget ReadParts(SqliteStatement row)
    {
        Require(row.IsNumber(0), "the place in the plan");
        var target = new RunTarget
        {
            RunId = runId,
            Ordinal = row.Number(0),
            Planned = new PlannedTarget
            {
                Id = WellFormedText.Utf8.GetString(Utf8(row, 2, "the id")),
                Operation = Operation(Utf8(row, 3, "the operation")),
                Account = _account.Of(Utf8(row, 4, "the account")),
                State = Shared(Text(row, 5, "the state")),
            },
            Status = RunTargetStatus.Pending,
        };
        return row.Number(1) != 0 ? target : WithRest(target);
    }

    private RunTarget WithRest(RunTarget target)
    {
        var row = commands.Statement(RestQuery).Bind(1, run).Bind(2, target.Ordinal);
        try
        {
            // Found in the state in which the first query sees the file.
            Require(row.Step(), "the place in the plan");
            var (status, intents) = ((RunTargetStatus)row.Number(2), row.Number(3));
            Require(row.IsNumber(2) && Enum.IsDefined(status), "how far it is");
            Require(row.IsNumber(3) && intents is >= 0 and <= int.MaxValue, "how often it was begun");
            Require(row.IsNull(6) || !row.IsNull(0), "the input");

            // What came out unknown and is done again is as if it had not been begun, until its next intent.
            return target with
            {
                Planned = target.Planned with
                {
                    Input = Shared(Text(row, 0, "the input")),
                    SkipReason = Text(row, 1, "why it is left out"),
                },
                Status = status == RunTargetStatus.Settled ? RunTargetStatus.Pending : status,
                Intents = (int)intents,
                IntendedAt = row.IsNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Number(4)),
                WasUnknown = !row.IsNull(5) && row.Number(5) == (long)TargetOutcome.Unknown,
            };
        }
        finally
        {
            row.Reset();
        }
    }

    private static ReadOnlySpan<byte> Utf8(SqliteStatement row, int column, string what)
    {
        Require(row.IsText(column), what);
        return row.Utf8(column);
    }

    private static string? Text(SqliteStatement row, int column, string what) =>
        row.IsNull(column) ? null : WellFormedText.Utf8.GetString(Utf8(row, column, what));

    /// <exception cref="FormatException">It cannot be read.</exception>
    private static void Require(bool isRight, string what)
    {
        if (!isRight)
        {
            throw new FormatException($"{what} cannot be read");
        }
    }

    private string? Shared(string? text) => text is null ? null : _texts.Share(text);

    private ControlOperation Operation(ReadOnlySpan<byte> id)
    {
        var text = _operationId.Of(id);
        if (_operation is not { } known || !ReferenceEquals(known.Id, text))
        {
            _operation = ControlOperations.Find(text) is { ChangesState: true } found
                ? found
                : throw new FormatException($"the operation is none that this version knows ({WellFormedText.Excerpt(text)})");
            _operationId.Keep(_operation.Id);
        }

        return _operation;
    }

    /// <summary>A text that is mostly what it was in the row before.</summary>
    private sealed class RepeatedText
    {
        private byte[] _utf8 = [];
        private string _text = string.Empty;

        public string Of(ReadOnlySpan<byte> utf8)
        {
            if (!utf8.SequenceEqual(_utf8))
            {
                _text = WellFormedText.Utf8.GetString(utf8);
                _utf8 = utf8.ToArray();
            }

            return _text;
        }

        /// <summary>Gives the same text from another place from now on.</summary>
        public void Keep(string text) => _text = text;
    }
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>The rows of the history as text, and the chain of their hashes.</summary>
internal static class HistoryChain
{
    /// <summary>Says in a row which outcome of its target it takes the place of.</summary>
    public const string Replaced = "replaces";

    /// <summary>What the rows about an intent and an outcome begin with, for queries.</summary>
    public const string IntentPattern = """{"event":"targetIntended"%""";

    public const string OutcomePattern = """{"event":"targetSettled"%""";

    /// <summary>As many rows as a command for a handful of targets has.</summary>
    private const int Few = 10;

    /// <summary>The operations whose intents stand in the chain: whoever takes one away has them done a second time.</summary>
    public static IReadOnlyList<string> OperationsWithIntents =>
        [.. ControlOperations.All.Where(operation => operation is { ChangesState: true, IsSafeToRepeat: false }).Select(operation => operation.Id)];

    /// <summary>What stands before the first of all rows.</summary>
    public static byte[] Beginning { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>How rows are written: for people, too.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The hash of a row.</summary>
    /// <param name="before">The hash of the row before.</param>
    /// <param name="content">What the row says.</param>
    /// <param name="number">Its place in its chain, from 1; 0 where that is not known.</param>
    public static byte[] Next(ReadOnlySpan<byte> before, string content, long number = 0)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Next(before, Encoding.UTF8.GetBytes(content), hash, number);
        return hash;
    }

    /// <summary>The hash of a row in UTF-8.</summary>
    /// <param name="before">The hash of the row before.</param>
    /// <param name="content">What the row says.</param>
    /// <param name="hash">Where the hash goes; may be where the one before is.</param>
    /// <param name="number">Its place in its chain, from 1; 0 where that is not known.</param>
    public static void Next(ReadOnlySpan<byte> before, ReadOnlySpan<byte> content, Span<byte> hash, long number = 0)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(before.Length + content.Length);
        try
        {
            before.CopyTo(buffer);
            content.CopyTo(buffer.AsSpan(before.Length));
            var row = buffer.AsSpan(0, before.Length + content.Length);
            if (number is > 0 and <= Few && row.Length < ShortHash.Limit)
            {
                ShortHash.Of(row, hash);
            }
            else
            {
                SHA256.HashData(row, hash);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="run">The run.</param>
    /// <param name="leftOut">The digest over which targets are left out; null in a row that an older version has written.</param>
    public static string OfCreation(RunRecord run, string? leftOut) => Write("runCreated", run.CreatedAt, writer =>
    {
        writer.WriteString("run", run.Id);
        writer.WriteNumber("number", run.Number);
        writer.WriteString("user", run.User);
        writer.WriteString("host", run.Host);
        if (run.IsCommand)
        {
            writer.WriteBoolean("command", true);
        }

        writer.WritePropertyName("plan");
        writer.WriteRawValue(PlanText.Write(run.Plan), skipInputValidation: true);
        writer.WriteNumber("targets", run.Counts.Total);
        writer.WriteString("digest", run.Digest);
        if (run.Pacing.ToText() is { } pacing)
        {
            writer.WritePropertyName("pacing");
            writer.WriteRawValue(pacing, skipInputValidation: true);
        }

        if (leftOut is not null)
        {
            writer.WriteString("leftOut", leftOut);
        }
    });

    /// <summary>The digest over which targets are left out, in the first row of a run; null where it has none.</summary>
    public static string? LeftOutIn(string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.TryGetProperty("leftOut", out var digest) ? digest.GetString() : null;
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            return null;
        }
    }

    public static string OfWork(DateTimeOffset at, string worker, string user, bool retriesUnknown) => Write("workBegan", at, writer =>
    {
        writer.WriteString("worker", worker);
        writer.WriteString("user", user);
        if (retriesUnknown)
        {
            writer.WriteBoolean("retriesUnknown", true);
        }
    });

    public static string OfCanary(DateTimeOffset at, string worker, string user) => Write("canaryPassed", at, writer =>
    {
        writer.WriteString("worker", worker);
        writer.WriteString("user", user);
    });

    /// <summary>Whether a row says that the first targets were as was wanted.</summary>
    public static bool IsOfCanary(string content) => content.StartsWith("""{"event":"canaryPassed",""", StringComparison.Ordinal);

    public static string OfReopening(DateTimeOffset at, string worker, TargetOutcome outcome, long count) => Write("targetsReopened", at, writer =>
    {
        writer.WriteString("worker", worker);
        writer.WriteString("outcome", outcome.ToString());
        writer.WriteNumber("targets", count);
    });

    public static string OfIntent(RunTarget target, DateTimeOffset at) =>
        Write("targetIntended", at, writer => HistoryContent.WriteTarget(writer, target));

    public static string OfWithdrawal(RunTarget target, DateTimeOffset at) =>
        Write("targetWithdrawn", at, writer => HistoryContent.WriteTarget(writer, target));

    public static string OfOutcome(RunTarget target, TargetResult result, DateTimeOffset at)
    {
        using var content = new HistoryContent();
        return Encoding.UTF8.GetString(content.OfOutcome(target, result, at));
    }

    /// <summary>Reads a row of the history.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sequence">Its place in the run's chain.</param>
    /// <param name="content">What it says.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="isOpen">Whether its target is intended, and has come to nothing yet.</param>
    /// <exception cref="RunDamagedException">It holds something else; which run of which journal that is of is said by whoever knows it.</exception>
    public static HistoryRow Read(RunRecord run, long sequence, string content, byte[] hash, bool isOpen)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            var kind = EventIn(root);
            var row = new HistoryRow
            {
                RunId = run.Id,
                Sequence = sequence,
                Event = kind,
                At = root.GetProperty("at").GetDateTimeOffset(),
                User = run.User,
                Host = run.Host,
                Title = run.Plan.Title,
                Reason = run.Plan.Reason,
                Hash = Convert.ToHexStringLower(hash),
                IsOpen = isOpen && kind == HistoryEvent.TargetIntended,
                Content = content,
            };
            return kind is HistoryEvent.TargetSettled or HistoryEvent.TargetIntended or HistoryEvent.TargetWithdrawn ? WithTarget(row, root, run.Plan) : row;
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Foreign(run.Id, sequence, exception);
        }
    }

    /// <summary>Reads what became of a target from its row of the history.</summary>
    /// <exception cref="RunDamagedException">It holds something else; which run of which journal that is of is said by whoever knows it.</exception>
    public static TargetResult ReadResult(string runId, long sequence, string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return ResultIn(document.RootElement);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw Foreign(runId, sequence, exception);
        }
    }

    /// <summary>What a row of the history makes of the numbers of outcomes; a row that nobody of us wrote changes nothing.</summary>
    /// <param name="counts">The numbers before.</param>
    /// <param name="content">What the row says.</param>
    /// <param name="ordinal">The target that it tells of; null where it tells of none.</param>
    public static RunCounts Count(RunCounts counts, string content, out long? ordinal)
    {
        ordinal = null;
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            ordinal = root.TryGetProperty("ordinal", out var place) ? place.GetInt64() : null;
            return root.GetProperty("event").GetString() switch
            {
                "targetSettled" => RunCounter.Plus(Without(counts, root), Outcome(root.GetProperty("result")), 1),
                "targetsReopened" => RunCounter.Plus(counts, Outcome(root), -root.GetProperty("targets").GetInt64()),
                _ => counts,
            };
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            return counts;
        }

        static RunCounts Without(RunCounts counts, JsonElement root) => root.TryGetProperty(Replaced, out var before)
            ? RunCounter.Plus(counts, Enum.Parse<TargetOutcome>(before.GetString()!), -1)
            : counts;

        static TargetOutcome Outcome(JsonElement element) => Enum.Parse<TargetOutcome>(element.GetProperty("outcome").GetString()!);
    }

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool IsForeign(Exception exception) =>
        exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException;

    private static HistoryEvent EventIn(JsonElement root) =>
        Enum.Parse<HistoryEvent>(root.GetProperty("event").GetString()!, ignoreCase: true) is var kind && Enum.IsDefined(kind)
            ? kind
            : throw new FormatException("There is no such event.");

    private static TargetResult ResultIn(JsonElement root) =>
        root.GetProperty("result").Deserialize(ResultContext.Lines.TargetResult) is { } result && Enum.IsDefined(result.Outcome)
            ? result
            : throw new FormatException("There is no outcome.");

    private static HistoryRow WithTarget(HistoryRow row, JsonElement root, PlanHeader plan)
    {
        var operation = ControlOperations.Find(root.GetProperty("operation").GetString()!);
        var decided = operation is not null && root.TryGetProperty("decision", out var decision) ? operation.WithDecision(decision.GetString()) : operation;
        var account = root.GetProperty("account").GetString()!;
        var result = row.Event == HistoryEvent.TargetSettled ? ResultIn(root) : null;
        return row with
        {
            Ordinal = root.GetProperty("ordinal").GetInt64(),
            Operation = root.GetProperty("operation").GetString(),
            Target = root.GetProperty("target").GetString(),
            Account = plan.Accounts.FirstOrDefault(known => known.Name == account && known.Service == operation?.Service),
            StartedAt = root.TryGetProperty("started", out var started) ? started.GetDateTimeOffset() : null,
            Result = result,
            Undo = row.IsOpen || result is { Outcome: TargetOutcome.Applied or TargetOutcome.Partial or TargetOutcome.Unknown } ? decided?.Undo : null,
        };
    }

    private static RunDamagedException Foreign(string runId, long sequence, Exception exception) =>
        new(runId, string.Create(CultureInfo.InvariantCulture, $"row {sequence} of its history is none that this version wrote"), exception);

    private static string Write(string name, DateTimeOffset at, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            writer.WriteString("at", Text(at));
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

/// <summary>Results as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TargetResult))]
internal sealed partial class ResultContext : JsonSerializerContext
{
    /// <summary>With text as it is: the lines are for people, too.</summary>
    public static ResultContext Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>
    /// Writes a result, without what the serializer would find out about its type first: that takes longer than to write the few that a command has.
    /// </summary>
    public void Write(Utf8JsonWriter writer, TargetResult result) => TargetResultSerializeHandler(writer, result);
}

using System.Buffers;
using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace ExecutionControl.Reference;

/// <summary>
/// A fault that the server rehearses: which requests it strikes, and what becomes of them. Rules are tried in the order in which they were
/// added; latencies add up, and the first rule that has any other effect decides.
/// </summary>
/// <example>
/// <code>
/// server.Faults.Add(new FaultRule { Operation = OperationNames.ResolvePaused, Times = 2, Status = 503, Headers = { ["Retry-After"] = "1" } });
/// server.Faults.Add(new FaultRule
/// {
///     Operation = OperationNames.TerminateAutomationExecution, Percent = 5, Connection = FaultConnection.Reset, Moment = FaultMoment.AfterWork,
/// });
/// </code>
/// </example>
public sealed record FaultRule
{
    /// <summary>One of <see cref="OperationNames"/>; null, the default, for all operations of the services.</summary>
    public string? Operation { get; set; }

    /// <summary>
    /// The id of what the request acts on, decoded; null, the default, for any. Codegen's resume, ban and unban have it in their body,
    /// where only a rule with <see cref="FaultMoment.AfterWork"/> finds it.
    /// </summary>
    public string? Target { get; set; }

    /// <summary>How many requests it strikes at most, 1 or more; null, the default, for no end.</summary>
    public int? Times { get; set; }

    /// <summary>
    /// How many of a hundred requests that fit it strikes, above 0 up to 100, the default. Which ones follows from the seed of
    /// <see cref="FaultRules"/>, the place of the rule and the number of the request, so that a run can be repeated exactly.
    /// </summary>
    public double Percent { get; set; } = 100;

    /// <summary>Whether it strikes before or after the work. Default: before.</summary>
    public FaultMoment Moment { get; set; }

    /// <summary>The status to answer, 200 to 599, from 400 on in the service's own error shape; null, the default, leaves it.</summary>
    public int? Status { get; set; }

    /// <summary>Headers to add to the answer, such as <c>Retry-After</c>.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body to answer; null, the default, for the one that belongs to the status.</summary>
    public string? Body { get; set; }

    /// <summary>The Content-Type of <see cref="Body"/>. Default <c>application/json</c>.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>What becomes of the answer's body. Default: nothing.</summary>
    public FaultAnswer Answer { get; set; }

    /// <summary>What becomes of the connection. Default: nothing.</summary>
    public FaultConnection Connection { get; set; }

    /// <summary>
    /// Whether Kubiya's workflow engine cannot be reached: an execution is cancelled all the same, with a warning that its workflow may still
    /// run. For <see cref="OperationNames.CancelExecution"/> alone, and before the work. Default: not.
    /// </summary>
    public bool EngineUnreachable { get; set; }

    /// <summary>The least delay; default zero. In JSON in milliseconds.</summary>
    [JsonPropertyName("latencyFromMs")]
    [JsonConverter(typeof(Rehearsal.MillisecondsConverter))]
    public TimeSpan LatencyFrom { get; set; }

    /// <summary>The greatest delay, ten minutes at most; the real one lies evenly between both. Default: the least one. In JSON in milliseconds.</summary>
    [JsonPropertyName("latencyToMs")]
    [JsonConverter(typeof(Rehearsal.MillisecondsConverter))]
    public TimeSpan LatencyTo { get; set; }

    /// <summary>Whether it does more than to delay.</summary>
    internal bool HasEffect =>
        Status is not null || Headers.Count > 0 || Body is not null || Answer != FaultAnswer.Whole || Connection != FaultConnection.Keep || EngineUnreachable;

    /// <summary>A copy that nobody can change, once it has proved to make sense.</summary>
    /// <exception cref="ArgumentException">It does not; the message says why.</exception>
    internal FaultRule Checked(IReadOnlyList<string> operations)
    {
        Demand(
            Operation is null || operations.Contains(Operation, StringComparer.Ordinal),
            $"names no operation: '{Operation}'. There are {string.Join(", ", operations)}");
        Demand(Times is null or > 0, "must strike at least once: times is 1 or more");
        Demand(Percent is > 0 and <= 100, "needs a percent above 0 up to 100");
        Demand(Status is null or (>= 200 and <= 599), "needs a status from 200 to 599");
        Demand(Enum.IsDefined(Moment) && Enum.IsDefined(Answer) && Enum.IsDefined(Connection), "has a value that does not exist");
        Demand(
            LatencyFrom >= TimeSpan.Zero && LatencyFrom <= TimeSpan.FromMinutes(10) && LatencyTo <= TimeSpan.FromMinutes(10),
            "delays from zero to ten minutes");
        Demand(LatencyTo == TimeSpan.Zero || LatencyTo >= LatencyFrom, "has a least delay above its greatest");
        Demand(
            HasEffect || LatencyFrom > TimeSpan.Zero || LatencyTo > TimeSpan.Zero,
            "does nothing: give it a status, headers, a body, an answer, a connection, a latency or an engine that cannot be reached");
        Demand(
            Connection == FaultConnection.Keep || (Status is null && Headers.Count == 0 && Body is null && Answer == FaultAnswer.Whole),
            "ends the connection, so that there is no answer to change");
        Demand(
            Answer != FaultAnswer.Truncated || Moment == FaultMoment.AfterWork || Status is not null || Body is not null,
            "truncates an answer before the work, where there is none: give it a status or a body, or the moment after the work");
        Demand(
            !EngineUnreachable
                || (Operation == OperationNames.CancelExecution && Moment == FaultMoment.BeforeWork && Status is null && Headers.Count == 0
                    && Body is null && Answer == FaultAnswer.Whole && Connection == FaultConnection.Keep),
            "lets the engine be out of reach, which is for CancelExecution alone, before the work, and leaves the answer to that");
        Demand(
            Headers.All(header => HeaderRule.IsAllowed(header.Key, header.Value)),
            "has a header that HTTP does not allow, or that the server writes itself");
        return this with
        {
            Headers = new ReadOnlyDictionary<string, string>(new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase)),
            LatencyTo = LatencyTo == TimeSpan.Zero ? LatencyFrom : LatencyTo,
        };
    }

    private static void Demand(bool isRight, string problem, string rule = nameof(FaultRule))
    {
        if (!isRight)
        {
            throw new ArgumentException($"The fault rule {problem}.", rule);
        }
    }
}

/// <summary>On which side of the work a fault strikes.</summary>
public enum FaultMoment
{
    /// <summary>Before anything is done, credentials unchecked: nothing changes at the service.</summary>
    BeforeWork,

    /// <summary>After the work: whatever the request asked for has happened, only its answer is lost or replaced.</summary>
    AfterWork,
}

/// <summary>What a fault does to the body of an answer.</summary>
public enum FaultAnswer
{
    /// <summary>Nothing.</summary>
    Whole,

    /// <summary>Half of it is sent under the length of the whole; then the connection ends.</summary>
    Truncated,

    /// <summary>Bytes that are no JSON take its place, declared as JSON.</summary>
    Garbage,

    /// <summary>A page of HTML takes its place, as gateways write them.</summary>
    Html,
}

/// <summary>What a fault does to the connection in the place of an answer.</summary>
public enum FaultConnection
{
    /// <summary>Nothing: there is an answer.</summary>
    Keep,

    /// <summary>Ends it with a TCP reset.</summary>
    Reset,

    /// <summary>Ends it in good order, without a byte of an answer.</summary>
    Close,
}

/// <summary>Which headers a rule may add: those that leave the framing of the answer alone and cannot split it.</summary>
internal static class HeaderRule
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] Framing = ["Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Date", "x-request-id"];

    public static bool IsAllowed(string name, string value) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !Framing.Contains(name, StringComparer.OrdinalIgnoreCase);
}

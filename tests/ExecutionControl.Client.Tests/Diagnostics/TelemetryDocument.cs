using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.Diagnostics;

/// <summary>What a client tells others of its calls, as people read it: docs/reference/telemetry.md, written from what OpenTelemetry exports.</summary>
internal sealed class TelemetryDocument
{
    private const string Introduction = """
        # What the client tells of its calls

        <!-- Written by a test from what OpenTelemetry exports: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->

        The `ActivitySource`, the `Meter` and the log's categories begin with `ExecutionControl.Client`; [the client](../client.md#tracing-metrics-and-logs)
        shows how to listen. `server.address` is the tenant. `error.type` is a status, or a word such as `timeout`, `connection_error` or
        `unreadable_answer`, and is in `Details.ErrorType` of a failure, too. The duration of a list includes the time that its reader takes between
        the rows. No credential, header or body is among it.

        """;

    private const string LogIntroduction = """
        ## Log events

        Those of calls have `ServerAddress` and, where there is an error, `ErrorType` among their values; `CorrelationId` is in their scope.

        | event id | level | event |
        | --- | --- | --- |

        """;

    private readonly List<(TelemetryScenario Scenario, TelemetryRecording Recording)> _recordings = [];

    public static async Task<TelemetryDocument> RecordAsync()
    {
        var document = new TelemetryDocument();
        foreach (var scenario in TelemetryScenario.All)
        {
            document._recordings.Add((scenario, await TelemetryRecording.OfAsync(scenario.RunAsync)));
        }

        return document;
    }

    /// <summary>The whole page.</summary>
    public string Write() => string.Join(
        '\n', Introduction, "## Spans\n", Spans(), Events(), "## Instruments\n", Instruments(), "## Values\n", Values(), "## For example\n", Scenarios(), LogEvents());

    private static string LogEvents()
    {
        var events = typeof(ClientDiagnostics).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(static message => message.EventId);
        return events.Aggregate(
            new StringBuilder(LogIntroduction),
            static (text, message) => text.Append(CultureInfo.InvariantCulture, $"| {message.EventId} | {message.Level} | {message.EventName} |\n")).ToString();
    }

    private string Spans()
    {
        var spans = _recordings.SelectMany(static each => each.Recording.Spans).ToList();
        var text = new StringBuilder("| span | for example | kind | tags |\n| --- | --- | --- | --- |\n");
        foreach (var (title, kinds) in new (string, Func<Activity, bool>)[]
        {
            ("a whole call, read or list", static span => Part(span) is null && !IsWait(span)),
            ("a whole wait", static span => IsWait(span)),
            ("a round, a look or a page, within it", static span => Part(span) is not null),
        })
        {
            var chosen = spans.Where(kinds).ToList();
            var kind = Assert.Single(chosen.Select(static span => span.Kind).Distinct());
            var tags = TagsOf(chosen.Select(static span => span.TagObjects.Select(static tag => tag.Key)));
            text.Append(CultureInfo.InvariantCulture, $"| {title} | `{chosen[0].DisplayName}` | {kind} | {tags} |\n");
        }

        return text.ToString();
    }

    private string Events()
    {
        var events = _recordings.SelectMany(static each => each.Recording.Spans).SelectMany(static span => span.Events).ToList();
        var text = new StringBuilder("| event | tags |\n| --- | --- |\n");
        foreach (var group in events.GroupBy(static each => each.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{group.Key}` | {TagsOf(group.Select(static each => each.Tags.Select(static tag => tag.Key)))} |\n");
        }

        return text.ToString();
    }

    private string Instruments()
    {
        var text = new StringBuilder("| instrument | kind | what is counted | tags |\n| --- | --- | --- | --- |\n");
        foreach (var group in _recordings.SelectMany(static each => each.Recording.Points).GroupBy(static point => point.Instrument).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            var first = group.First();
            var tags = TagsOf(group.Select(static point => point.Tags.Keys));
            text.Append(CultureInfo.InvariantCulture, $"| `{group.Key}` | {first.Kind}, `{first.Unit}` | {first.Description} | {tags} |\n");
        }

        return text.ToString();
    }

    private static string Values()
    {
        var outcomes = Words<ControlOutcome>().Concat(Words<WaitOutcome>()).Distinct(StringComparer.Ordinal);
        var operations = ControlOperations.All.Select(static operation => operation.Name.Replace('-', '_')).Distinct(StringComparer.Ordinal);
        var text = new StringBuilder("| tag | values |\n| --- | --- |\n");
        foreach (var (tag, values) in new (string, IEnumerable<string>)[]
        {
            ("execution_control.service", Words<ControlService>().Where(static word => word != "none")),
            ("execution_control.operation", operations.Append("wait_for_…")),
            ("execution_control.outcome", outcomes),
            ("execution_control.part", Words<CallKind>().Where(static word => word is not ("call" or "wait"))),
            ("execution_control.failure", Words<FailureKind>()),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{tag}` | {string.Join(", ", values.Select(static value => $"`{value}`"))} |\n");
        }

        return text.ToString();
    }

    private string Scenarios()
    {
        var text = new StringBuilder("| what happens | spans, with their outcome | counted |\n| --- | --- | --- |\n");
        foreach (var (scenario, recording) in _recordings)
        {
            var spans = string.Join(", ", recording.Spans.Select(Describe));
            var counts = recording.Points.GroupBy(static point => point.Instrument).OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(static group => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{group.Key["execution_control.".Length..]} {group.Sum(static point => point.Value)}"));
            text.Append(CultureInfo.InvariantCulture, $"| {scenario.Name} | {spans} | {string.Join(", ", counts)} |\n");
        }

        return text.ToString();
    }

    private static string Describe(Activity span)
    {
        var depth = string.Concat(Enumerable.Repeat("› ", TelemetryRecording.Depth(span)));
        var error = span.GetTagItem("error.type") is { } type ? $", error `{type}`" : string.Empty;
        var canceled = span.GetTagItem("execution_control.canceled") is true ? ", cancelled" : string.Empty;
        var attempts = span.Events.Count(static each => each.Name == "attempt");
        var tries = attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $", {attempts} attempts") : string.Empty;
        return $"{depth}`{span.DisplayName}` ({span.GetTagItem("execution_control.outcome")}{error}{canceled}{tries})";
    }

    private static string? Part(Activity span) => span.GetTagItem("execution_control.part") as string;

    private static bool IsWait(Activity span) => ((string)span.GetTagItem("execution_control.operation")!).StartsWith("wait_for_", StringComparison.Ordinal);

    /// <summary>The tags that all have, and then those that some have.</summary>
    private static string TagsOf(IEnumerable<IEnumerable<string>> all)
    {
        var sets = all.Select(static tags => tags.ToHashSet(StringComparer.Ordinal)).ToList();
        var every = sets.Aggregate(static (first, second) => [.. first.Intersect(second)]);
        var some = sets.SelectMany(static set => set).Distinct(StringComparer.Ordinal).Except(every, StringComparer.Ordinal).ToList();
        var always = string.Join(", ", every.Order(StringComparer.Ordinal).Select(static tag => $"`{tag}`"));
        return some.Count == 0 ? always : $"{always}; where it applies {string.Join(", ", some.Order(StringComparer.Ordinal).Select(static tag => $"`{tag}`"))}";
    }

    private static IEnumerable<string> Words<TEnum>()
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(ErrorType.Word);
}

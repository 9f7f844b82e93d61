using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Commands.Authentication;
using ExecutionControl.Cli.Commands.Automations;
using ExecutionControl.Cli.Commands.Doctor;
using ExecutionControl.Cli.Commands.Profiles;
using ExecutionControl.Cli.Commands.Runs;
using ExecutionControl.Cli.Commands.Status;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Testing.Documentation;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Writes the fields of every document from the types that are printed, and from what the code says of them.</summary>
internal sealed class OutputReference
{
    private const string Introduction = """
        # The JSON that ectl prints

        <!-- Written by a test from the documents' types: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->

        [Output](../output.md) says where and when. A field whose value is null is left out unless its line says "null". Ids are text.
        """;

    private const string Lists = """
        ## Lists

        `ectl/v1/automation-list`, `ectl/v1/automation-execution-list`, `ectl/v1/agent-run-list` and `ectl/v1/execution-list` are what `list` prints with
        `--output json`, and `get` with several ids or `-`; `ectl/v1/run-list` and `ectl/v1/history-row-list`, without `service`, what `runs list` and
        `history` print.

        | field | meaning |
        | --- | --- |
        | `schema`, `sandbox`, `service` | As in an item. |
        | `items` | The items, without `schema` and `sandbox` of their own. |
        | `count` | How many there are. |
        | `complete` | False when `--limit` or a failure ended the list before the service did, or when one of several ids could not be read. |
        | `exitCode` | 0, or that of the failure that ended the list. |
        | `failures` | Of `get` with several ids alone: an `ectl/v1/outcome` for each that could not be read. |

        With `--output jsonl` each line is an item; of several ids, one that could not be read is an `ectl/v1/outcome` in its place. Through a pipe a list
        that breaks off ends with an `ectl/v1/list-end`: `complete`, `exitCode`.

        ## Other lines

        With `--verbose` and JSON every one of several targets that is done makes a line on standard error: `event` (`target`), `target`, `outcome`,
        `exitCode`, `done`, `count`. The ready line of `ectl serve` has `event` (`ready`), the URL, the credentials of each service, the control token, and
        the environment variables for other tools.
        """;

    private static readonly (string Schema, JsonTypeInfo Type, string Where)[] Documents =
    [
        ("ectl/v1/outcome", OutcomeJsonContext.Readable.OutcomeReport, "What every command that changes something prints about one target, and what every failure is reported as."),
        ("ectl/v1/outcome-list", OutcomeJsonContext.Readable.OutcomeListReport, """
            What they print about several targets with `--output json`: where more than one id was typed or chosen, and always with `-` or where options find
            the targets. With `--output jsonl` each line is an `ectl/v1/outcome`, written when its target is done. Targets that a signal kept from being sent are
            `notSent` with its exit code; those that were not sent because three in a row had failed for a reason that all share, with 3 or 7.
            """),
        ("ectl/v1/status", StatusJsonContext.Readable.StatusDocument, "What `ectl status` prints, whatever its exit code. Counts have names such as `trippedBreakers`, `pausedExecutions`, `runningRuns`."),
        ("ectl/v1/status-change", StatusJsonContext.Readable.StatusChangeDocument, "What `ectl status --watch` prints where there is no terminal: a line for each change, and for everything at the first look."),
        ("ectl/v1/stop", StopJsonContext.Readable.StopDocument, "What `ectl automations stop` prints."),
        ("ectl/v1/run-report", RunJsonContext.Readable.RunReport, """
            What `ectl apply`, `runs resume`, `runs undo`, `freeze` and `thaw` print. With `--output jsonl` it is the last line, after an `ectl/v1/outcome`
            for each target as soon as it is done.
            """),
        ("ectl/v1/run", RunItemsJsonContext.Readable.RunDocument, "What `ectl runs show` prints, and every line of `runs list` with `--output jsonl`."),
        ("ectl/v1/history-row", RunItemsJsonContext.Readable.HistoryDocument, "Every line of `ectl history` with `--output jsonl`."),
        ("ectl/v1/verification", VerificationJsonContext.Readable.VerificationDocument, "What `ectl runs verify` prints, whatever its exit code."),
        ("ectl/v1/automation", ItemJsonContext.Readable.AutomationDocument, "What `get` prints, and every line of a list with `--output jsonl`."),
        ("ectl/v1/automation-execution", ItemJsonContext.Readable.AutomationExecutionDocument, "Likewise."),
        ("ectl/v1/agent-run", ItemJsonContext.Readable.AgentRunDocument, "Likewise."),
        ("ectl/v1/execution", ItemJsonContext.Readable.ExecutionDocument, "Likewise."),
        ("ectl/v1/auth-status", AuthenticationJsonContext.Readable.AuthStatusDocument, "What `ectl auth status` prints."),
        ("ectl/v1/access-token", AuthenticationJsonContext.Readable.AccessTokenDocument, "What `ectl auth token` prints."),
        ("ectl/v1/profile-list", ProfileJsonContext.Readable.ProfileListDocument, "What `ectl profile list` prints."),
        ("ectl/v1/profile", ProfileJsonContext.Readable.ProfileDetailsDocument, "What `ectl profile show` prints."),
        ("ectl/v1/doctor", DoctorJsonContext.Readable.DoctorDocument, "What `ectl doctor` prints."),
    ];

    private readonly XmlDocumentation _documentation = XmlDocumentation.Of("ectl");
    private readonly StringBuilder _page = new();
    private readonly HashSet<Type> _described = [];

    private OutputReference()
    {
    }

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var reference = new OutputReference();
        reference._page.Append(Introduction).Append("\n\n");
        foreach (var (schema, type, where) in Documents)
        {
            reference._page.Append("## ").Append(schema).Append("\n\n").Append(where).Append("\n\n| field | meaning |\n| --- | --- |\n");
            reference.Rows(type, string.Empty);
            reference._page.Append('\n');
        }

        return reference._page.Append(Lists).Append('\n').ToString();
    }

    private void Rows(JsonTypeInfo type, string prefix)
    {
        _described.Add(type.Type);
        foreach (var property in type.Properties.Where(static property => property.Get is not null))
        {
            var name = prefix + property.Name;
            var inner = ElementOf(type, property);
            var schema = inner is null ? null : SchemaOf(inner);
            var isNew = inner is not null && schema is null && !_described.Contains(inner.Type);
            _page.Append("| `").Append(name).Append("` | ").Append(Meaning(type, property));
            _page.Append(schema is not null ? $" Each is an `{schema}`." : inner is not null && !isNew ? " Its fields are as above." : string.Empty).Append(" |\n");
            if (isNew)
            {
                Rows(inner!, $"{name}.");
            }
        }
    }

    private string Meaning(JsonTypeInfo type, JsonPropertyInfo property)
    {
        var member = (System.Reflection.MemberInfo)property.AttributeProvider!;
        var meaning = _documentation.OfProperty(type.Type, member.Name);
        var values = property.AttributeProvider!.GetCustomAttributes(typeof(JsonConverterAttribute), inherit: true)
            .Cast<JsonConverterAttribute>()
            .Select(static attribute => attribute.ConverterType?.GenericTypeArguments is [{ IsEnum: true } values] ? values : null)
            .FirstOrDefault(static values => values is not null);
        return property.Name == "schema" && SchemaOf(type) is { } schema
            ? $"`{schema}`"
            : values is null
                ? meaning.Replace("|", "\\|", StringComparison.Ordinal)
                : $"{meaning} One of {string.Join(", ", Enum.GetNames(values).Select(static value => $"`{JsonNamingPolicy.CamelCase.ConvertName(value)}`"))}.";
    }

    /// <summary>What is inside a field: an object, or the objects of a list or by names; null where it is plain.</summary>
    private static JsonTypeInfo? ElementOf(JsonTypeInfo type, JsonPropertyInfo property)
    {
        var context = (JsonSerializerContext)type.OriginatingResolver!;
        var inner = context.GetTypeInfo(property.PropertyType);
        var element = inner?.ElementType is { } item ? context.GetTypeInfo(item) : inner;
        return element is { Kind: JsonTypeInfoKind.Object } ? element : null;
    }

    private static string? SchemaOf(JsonTypeInfo type) => Documents.FirstOrDefault(document => document.Type.Type == type.Type).Schema;
}

using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Commands.Status;

/// <summary>What is tripped, paused and running, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether the sandbox answered.</param>
/// <param name="Time">When it was looked at.</param>
/// <param name="Services">What each service showed.</param>
/// <param name="Warnings">What could not be counted, and why.</param>
internal sealed record StatusDocument(
    ExitCode ExitCode, bool Sandbox, DateTimeOffset Time, IReadOnlyList<ServiceStatusDocument> Services, IReadOnlyList<string>? Warnings)
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/status";

    public static StatusDocument Of(
        IReadOnlyList<AccountStatus> services, ExitCode exitCode, bool isSandbox, DateTimeOffset time, IReadOnlyList<string>? warnings) =>
        new(exitCode, isSandbox, time, [.. services.Select(ServiceStatusDocument.Of)], warnings);
}

/// <summary>What one service showed.</summary>
internal sealed record ServiceStatusDocument
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>Whether it could be looked at.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<LookState>))]
    public required LookState State { get; init; }

    /// <summary>Why it could not be looked at; left out where it could.</summary>
    public string? Message { get; init; }

    /// <summary>The exit code, as a number.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>As whom it was asked, and who said so.</summary>
    public AccountReport? Account { get; init; }

    /// <summary>How many of what; null for what could not be counted.</summary>
    public IReadOnlyDictionary<string, CountDocument?>? Counts { get; init; }

    /// <summary>What holds executions up, each by itself.</summary>
    public IReadOnlyList<StatusItemDocument>? Items { get; init; }

    public static ServiceStatusDocument Of(AccountStatus look) => new()
    {
        Service = look.Service.JsonName,
        State = look.State,
        Message = look.Message,
        ExitCode = look.ExitCode,
        Account = look.Account?.Report,
        Counts = look.Status?.Figures.ToDictionary(figure => figure.Name, figure => CountDocument.Of(figure.Count), StringComparer.Ordinal),
        Items = look.Status is { } status ? [.. status.Items.Select(StatusItemDocument.Of)] : null,
    };
}

/// <summary>Something that holds executions up.</summary>
/// <param name="Kind">What it is: an automation.</param>
/// <param name="Id">Its id.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="State"><c>tripped</c> or <c>closed</c>.</param>
/// <param name="Since">Since when.</param>
/// <param name="PausedExecutions">How many of its executions are paused; null where they could not be counted.</param>
internal sealed record StatusItemDocument(
    string Kind,
    string Id,
    string? DisplayName,
    string State,
    DateTimeOffset? Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CountDocument? PausedExecutions)
{
    public static StatusItemDocument Of(StatusItem item) => new(item.Kind, item.Id, item.Name, item.State, item.Since, CountDocument.Of(item.Paused));
}

/// <summary>One change between two looks.</summary>
internal sealed record StatusChangeDocument
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/status-change";

    /// <summary>Whether the sandbox answered, and no real service.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>The one that changed; left out where it is about the whole service.</summary>
    public string? Item { get; init; }

    /// <summary>What changed: one of the counts, or <c>state</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is now: a state as text, a count as a number with a plus where there may be more; null where nobody knows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Value { get; init; }

    /// <summary>What it was before; null at the first look.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Previous { get; init; }

    /// <summary>The count as a number; left out of states and where nobody knows.</summary>
    public int? Count { get; init; }

    /// <summary>How much more or less there is; left out where it cannot be said.</summary>
    public int? Change { get; init; }

    /// <summary>Why a service could not be looked at.</summary>
    public string? Message { get; init; }
}

/// <summary>The documents of a status as JSON.</summary>
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(StatusChangeDocument))]
internal sealed partial class StatusJsonContext : JsonSerializerContext
{
    public static StatusJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

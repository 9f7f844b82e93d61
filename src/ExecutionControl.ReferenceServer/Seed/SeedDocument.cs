using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Reference.Seed;

/// <summary>A state in JSON, as a file or a request has it.</summary>
internal sealed class SeedDocument
{
    /// <summary>ConductorOne's automations.</summary>
    public List<SeedAutomation> Automations { get; set; } = [];

    /// <summary>Codegen's agent runs.</summary>
    public List<SeedAgentRun> AgentRuns { get; set; } = [];

    /// <summary>Kubiya's executions.</summary>
    public List<SeedExecution> Executions { get; set; } = [];

    /// <summary>Reads a document strictly: a misspelt name is refused, not ignored.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why.</exception>
    public static SeedDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, SeedJsonContext.Default.SeedDocument) ?? throw new InvalidDataException("The seed is null.");
            SeedCheck.Demand(document);
            return document;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The seed cannot be used: {exception.Message}", exception);
        }
    }
}

/// <summary>An automation of a seed.</summary>
internal sealed class SeedAutomation
{
    public required string Id { get; set; }

    /// <summary>Default: the id.</summary>
    public string? DisplayName { get; set; }

    public string Description { get; set; } = "";

    /// <summary>Whether new triggers start executions.</summary>
    public bool Enabled { get; set; } = true;

    public string AppId { get; set; } = "app_seed";

    public long Version { get; set; } = 1;

    /// <summary>How many executions in an hour trip the breaker.</summary>
    public long BreakerMax { get; set; } = 100;

    /// <summary>How long ago the breaker tripped, in minutes; null leaves it closed.</summary>
    public double? TrippedMinutesAgo { get; set; }

    /// <summary>How many executions are paused.</summary>
    public int Paused { get; set; }

    /// <summary>How many of these, the first by their ids, fail once before they resolve.</summary>
    public int Failing { get; set; }

    /// <summary>How often the tripped breaker pauses another, in milliseconds; null for never.</summary>
    public long? PausedEveryMs { get; set; }

    /// <summary>How many executions, as often as that, the closed breaker lets run before it trips; null for a breaker that stays closed.</summary>
    public int? RetripAfter { get; set; }

    /// <summary>Further executions, each in a state of its own.</summary>
    public List<SeedAutomationExecution> Executions { get; set; } = [];
}

/// <summary>An automation execution of a seed.</summary>
internal sealed class SeedAutomationExecution
{
    /// <summary>Its id; a string is allowed, as on the wire.</summary>
    public required long Id { get; set; }

    /// <summary>Its state, with or without the wire's <c>AUTOMATION_EXECUTION_STATE_</c>.</summary>
    public required string State { get; set; }

    public double CreatedMinutesAgo { get; set; } = 1;
}

/// <summary>An agent run of a seed.</summary>
internal sealed class SeedAgentRun
{
    public required long Id { get; set; }

    public string Status { get; set; } = "PAUSED";

    public string Prompt { get; set; } = "Go.";

    public string? Result { get; set; }

    public string? Summary { get; set; }

    public string SourceType { get; set; } = "API";

    /// <summary>The number of its pull request; runs with the same one share it. Null for none.</summary>
    public long? PullRequest { get; set; }

    public double CreatedMinutesAgo { get; set; } = 60;
}

/// <summary>A Kubiya execution of a seed.</summary>
internal sealed class SeedExecution
{
    public required Guid Id { get; set; }

    public string Status { get; set; } = "running";

    /// <summary><c>AGENT</c> or <c>TEAM</c>.</summary>
    public string Type { get; set; } = "AGENT";

    public string EntityName { get; set; } = "Agent";

    public string Prompt { get; set; } = "Go.";

    public double CreatedMinutesAgo { get; set; } = 10;
}

/// <summary>Seeds as JSON: camel case, comments and trailing commas allowed as people edit these files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SeedDocument))]
internal sealed partial class SeedJsonContext : JsonSerializerContext;

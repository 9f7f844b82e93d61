using System.Text.Json;

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

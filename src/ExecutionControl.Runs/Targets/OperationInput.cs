using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>The input of any operation: what is there depends on the operation, and what an operation does not take is refused.</summary>
internal sealed record OperationInput
{
    private static readonly OperationInput _none = new();

    /// <summary>What an agent run is told.</summary>
    public string? Prompt { get; init; }

    /// <summary>Images as data URIs.</summary>
    public IReadOnlyList<string>? Images { get; init; }

    /// <summary>Only agents before this card.</summary>
    public string? BeforeCard { get; init; }

    /// <summary>Only agents after this card.</summary>
    public string? AfterCard { get; init; }

    /// <summary>What is decided about paused executions.</summary>
    public string? Decision { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Reads the input of an operation.</summary>
    /// <exception cref="PlanFormatException">It is no input of that operation.</exception>
    public static OperationInput Read(ControlOperation operation, string? input)
    {
        var read = Parse(operation, input);
        return Complaint(operation, read) is { } complaint ? throw Refused(operation, complaint) : read;
    }

    /// <summary>The operation as the input decides it; the bare one where the input cannot be read.</summary>
    public static ControlOperation Decide(ControlOperation operation, string? input)
    {
        if (operation.Decisions.Count == 0 || input is null)
        {
            return operation;
        }

        try
        {
            return Parse(operation, input).Decision is { } decision && operation.Decisions.Contains(decision, StringComparer.Ordinal)
                ? operation.WithDecision(decision)
                : operation;
        }
        catch (PlanFormatException)
        {
            return operation;
        }
    }

    private static OperationInput Parse(ControlOperation operation, string? input)
    {
        try
        {
            return input is null
                ? _none
                : JsonSerializer.Deserialize(input, OperationInputContext.Strict.OperationInput) ?? throw Refused(operation, "it is null");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refused(operation, "it is no JSON object, or holds what no operation takes", exception);
        }
    }

    private static string? Complaint(ControlOperation operation, OperationInput input)
    {
        var takesPrompt = operation == ControlOperations.ResumeAgentRun;
        var takesCards = operation == ControlOperations.BanPullRequestChecks || operation == ControlOperations.UnbanPullRequestChecks;
        var takesDecision = operation.Decisions.Count > 0;
        var takesReason = takesDecision || operation == ControlOperations.TerminateExecution;
        return input switch
        {
            { Prompt: not null } or { Images: not null } when !takesPrompt => "it takes no prompt and no images",
            { BeforeCard: not null } or { AfterCard: not null } when !takesCards => "it takes no cards",
            { Decision: not null } when !takesDecision => "it takes no decision",
            { Reason: not null } when !takesReason => "it takes no reason",
            _ when takesPrompt && string.IsNullOrWhiteSpace(input.Prompt) => "the prompt is missing",
            { Decision: { } decision } when !operation.Decisions.Contains(decision, StringComparer.Ordinal) => "the decision is none that it takes",
            { Decision: null } when operation == ControlOperations.ResolvePausedExecutions => "the decision is missing",
            _ when operation == ControlOperations.TerminateExecution && string.IsNullOrWhiteSpace(input.Reason) => "the reason is missing",
            _ => null,
        };
    }

    private static PlanFormatException Refused(ControlOperation operation, string why, Exception? exception = null) =>
        new($"That is no input of {operation.Id}: {why}.", exception);
}

/// <summary>Inputs as JSON, of which nothing is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OperationInput))]
internal sealed partial class OperationInputContext : JsonSerializerContext
{
    public static OperationInputContext Strict => Default;
}

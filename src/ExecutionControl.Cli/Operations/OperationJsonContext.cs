using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Operations.AgentRuns;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Operations.Executions;

namespace ExecutionControl.Cli.Operations;

/// <summary>How inputs of operations and effects that are waited for are written as lines of JSON, and read.</summary>
[JsonSerializable(typeof(NoInput))]
[JsonSerializable(typeof(BreakerInput))]
[JsonSerializable(typeof(ResumeInput))]
[JsonSerializable(typeof(CardRange))]
[JsonSerializable(typeof(TerminateInput))]
[JsonSerializable(typeof(AwaitedEffect))]
internal sealed partial class OperationJsonContext : JsonSerializerContext
{
    public static OperationJsonContext Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    });
}

/// <summary>The input of an operation that takes none beside its targets.</summary>
internal sealed record NoInput
{
    public static NoInput Instance { get; } = new();
}

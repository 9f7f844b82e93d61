using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Cli.Operations;

/// <summary>How inputs of operations and effects that are waited for are written as lines of JSON, and read.</summary>
[JsonSerializable(typeof(NoInput))]
[JsonSerializable(typeof(AwaitedEffect))]
internal sealed partial class OperationJsonContext : JsonSerializerContext
{
    public static OperationJsonContext Lines { get; } = new(NewOptions());

    /// <summary>Options of a context's own, for lines that people and programs write: nothing in them is passed over.</summary>
    public static JsonSerializerOptions NewOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };
}

/// <summary>The input of an operation that takes none beside its targets.</summary>
internal sealed record NoInput
{
    public static NoInput Instance { get; } = new();
}

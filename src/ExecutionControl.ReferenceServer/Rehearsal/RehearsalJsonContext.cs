using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>Rules as JSON: camel case, names of enum values included, comments and trailing commas allowed as people edit these files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(CamelCaseEnum<FaultMoment>), typeof(CamelCaseEnum<FaultAnswer>), typeof(CamelCaseEnum<FaultConnection>)])]
[JsonSerializable(typeof(RuleDocument))]
[JsonSerializable(typeof(FaultRule))]
internal sealed partial class RehearsalJsonContext : JsonSerializerContext;

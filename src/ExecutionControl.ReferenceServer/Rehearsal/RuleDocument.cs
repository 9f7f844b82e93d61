using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Reference.Files;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>A set of rules as a file or a request has it.</summary>
/// <param name="Seed">The seed of chance; null leaves it.</param>
/// <param name="RateLimits">Whether the services' rate limits are in force; null leaves it.</param>
/// <param name="Rules">The faults.</param>
/// <param name="NeverResolve">Paused executions that no <c>resolve_paused</c> ever settles.</param>
/// <param name="Runaways">Automations that something sets off again and again.</param>
internal sealed record RuleDocument(
    int? Seed = null, bool? RateLimits = null, IReadOnlyList<FaultRule>? Rules = null, IReadOnlyList<NeverResolveRule>? NeverResolve = null,
    IReadOnlyList<RunawayRule>? Runaways = null)
{
    /// <summary>Reads a document strictly: a misspelt name is refused, not ignored.</summary>
    /// <param name="json">The document.</param>
    /// <param name="operations">The names that a rule's operation may have.</param>
    /// <exception cref="InvalidDataException">It is no such document, or one of its rules makes no sense.</exception>
    public static RuleDocument Parse(ReadOnlySpan<byte> json, IReadOnlyList<string> operations)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, RehearsalJsonContext.Default.RuleDocument)
                ?? throw new InvalidDataException("The rules are null.");
            return document with
            {
                Rules = [.. (document.Rules ?? []).Select(rule => (rule ?? throw Null()).Checked(operations))],
                NeverResolve = [.. (document.NeverResolve ?? []).Select(rule => (rule ?? throw Null()).Checked())],
                Runaways = [.. (document.Runaways ?? []).Select(rule => (rule ?? throw Null()).Checked())],
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"The rules cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file cannot be used; the message names it.</exception>
    public static RuleDocument Read(string file, IReadOnlyList<string> operations)
    {
        try
        {
            return Parse(InputFile.Read(file), operations);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{file}: {exception.Message}", exception);
        }
    }

    private static InvalidDataException Null() => new("A rule is null.");
}

/// <summary>Some paused executions of an automation that no <c>resolve_paused</c> ever settles.</summary>
/// <param name="Automation">The automation's id.</param>
/// <param name="Count">How many of its paused executions.</param>
internal sealed record NeverResolveRule(string Automation, int Count)
{
    /// <exception cref="InvalidDataException">It names no automation or no number.</exception>
    public NeverResolveRule Checked() => !string.IsNullOrEmpty(Automation) && Count > 0
        ? this
        : throw new InvalidDataException("A rule of executions that never resolve needs an automation and a count of 1 or more.");
}

/// <summary>An automation that something sets off again and again, so that its breaker trips, and trips again after it was cleared.</summary>
/// <param name="Automation">The automation's id.</param>
/// <param name="EveryMs">How often it is set off, in milliseconds.</param>
/// <param name="RetripAfter">How many executions the closed breaker lets run before it trips.</param>
internal sealed record RunawayRule(string Automation, long EveryMs, int RetripAfter = 0)
{
    private const long LongestEvery = 366L * 24 * 60 * 60 * 1000;

    /// <exception cref="InvalidDataException">It names no automation, or a number makes no sense.</exception>
    public RunawayRule Checked() => !string.IsNullOrEmpty(Automation) && EveryMs is > 0 and <= LongestEvery && RetripAfter >= 0
        ? this
        : throw new InvalidDataException("A runaway needs an automation, an everyMs of 1 or more, a year at most, and a retripAfter of 0 or more.");
}

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

/// <summary>The values of an enum by their names in camel case, never by their numbers.</summary>
internal sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>Durations as numbers of milliseconds.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    private const double Greatest = 1e12;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var milliseconds) && Math.Abs(milliseconds) <= Greatest
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new JsonException("a duration is a number of milliseconds");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalMilliseconds);
}

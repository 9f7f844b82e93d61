using System.Text.Json;

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
    /// <exception cref="InvalidDataException">It is no such document, or one of its rules makes no sense.</exception>
    public static RuleDocument Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var document = JsonSerializer.Deserialize(json, RehearsalJsonContext.Default.RuleDocument)
                ?? throw new InvalidDataException("The rules are null.");
            return document with
            {
                Rules = [.. (document.Rules ?? []).Select(rule => rule is null ? throw new InvalidDataException("A rule is null.") : rule.Checked())],
                NeverResolve = [.. (document.NeverResolve ?? []).Select(rule => rule is null ? throw new InvalidDataException("A rule is null.") : rule.Checked())],
                Runaways = [.. (document.Runaways ?? []).Select(rule => rule is null ? throw new InvalidDataException("A rule is null.") : rule.Checked())],
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"The rules cannot be used: {exception.Message}", exception);
        }
    }
}

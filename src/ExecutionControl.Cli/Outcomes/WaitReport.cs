using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What waiting for the effect showed.</summary>
/// <param name="Outcome">verified, contradicted or stillInFlight.</param>
/// <param name="State">The state that was seen last; null when none was.</param>
/// <param name="ElapsedSeconds">How long it took.</param>
/// <param name="LastFailure">Why the last look failed; null when it did not.</param>
internal sealed record WaitReport(
    [property: JsonConverter(typeof(CamelCaseEnumConverter<WaitOutcome>))] WaitOutcome Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? State,
    double ElapsedSeconds,
    string? LastFailure);

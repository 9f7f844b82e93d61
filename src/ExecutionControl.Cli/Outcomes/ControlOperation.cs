using ExecutionControl.Client;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>What a command asks of which service.</summary>
/// <param name="Service">The service that is asked.</param>
/// <param name="Name">The operation's name, as the client reports it.</param>
/// <param name="TargetKind">What the target is, in the service's own words.</param>
/// <param name="IsRepeatable">Whether asking a second time changes nothing more than asking once.</param>
internal sealed record ControlOperation(ControlService Service, string Name, string TargetKind, bool IsRepeatable)
{
    /// <summary>The targets in a sentence, such as "execution 42" or "each of 3 executions".</summary>
    public string Subject(IReadOnlyList<string> ids) => ids is [var id] ? $"{TargetKind} {id}" : $"each of {ids.Count} {TargetKind}s";
}

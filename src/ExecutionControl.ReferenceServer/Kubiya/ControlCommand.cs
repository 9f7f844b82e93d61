namespace ExecutionControl.Reference.Kubiya;

/// <summary>A command that moves an execution from some statuses to another.</summary>
/// <param name="Name">The command, as in its path.</param>
/// <param name="Participle">What the execution then is, in the service's messages.</param>
/// <param name="Refusal">What the service says of an execution that it does not work on.</param>
/// <param name="From">The statuses that it works from.</param>
/// <param name="To">The status that it leads to.</param>
internal sealed record ControlCommand(string Name, string Participle, string Refusal, IReadOnlyList<string> From, string To);

using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services.ConductorOne;

/// <summary>An automation, and how many of its executions are paused.</summary>
/// <param name="Automation">The automation.</param>
/// <param name="Paused">How many; null where that could not be counted.</param>
internal sealed record CountedAutomation(Automation Automation, BoundedCount? Paused);

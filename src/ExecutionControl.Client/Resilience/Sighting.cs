namespace ExecutionControl.Client.Resilience;

/// <summary>What a look at the target showed.</summary>
/// <param name="State">The state that it is in, as people call it.</param>
/// <param name="ProvesApplied">Whether that proves that the call's goal is reached.</param>
/// <param name="Value">The result then.</param>
internal sealed record Sighting<T>(string State, bool ProvesApplied = false, T? Value = default);

namespace ExecutionControl.Client.Resilience;

/// <summary>What is fixed about an operation: whom it asks, how people call it, and whether it may be sent again when nobody knows what became of it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Name">The name in results and errors, such as <c>resolve-paused</c>.</param>
/// <param name="Phrase">What it does, to be put after "to", with <c>{0}</c> for the target.</param>
internal sealed record ControlOperation(ControlService Service, string Name, string Phrase)
{
    /// <summary>Whether it changes anything at the service; a read can be repeated at will and leaves nothing unknown.</summary>
    public bool ChangesState { get; init; } = true;

    /// <summary>Whether it may be sent again after an attempt that may have been processed.</summary>
    public required bool RepeatsWhenUnclear { get; init; }

    /// <summary>Whether a person may ask again when the call ended unknown.</summary>
    public required bool IsSafeToRepeat { get; init; }

    /// <summary>What to do instead of asking again.</summary>
    public string? AdviceWhenUnsafe { get; init; }

    /// <summary>A read: harmless to repeat.</summary>
    public static ControlOperation Read(ControlService service, string name, string phrase) =>
        new(service, name, phrase) { ChangesState = false, RepeatsWhenUnclear = true, IsSafeToRepeat = true };

    public string Describe(string target) => Phrase.Replace("{0}", $"'{target}'", StringComparison.Ordinal);
}

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// The automation is enabled or disabled, as was asked. That it was so before cannot be told from the service's answer, which is the same
/// then; to know, read the automation first.
/// </summary>
public sealed record UpdateAutomationResult : ControlResult
{
    /// <summary>Whether the automation was to be enabled; <see langword="false"/> where it was to be disabled.</summary>
    public required bool IsToBeEnabled { get; init; }

    /// <summary>
    /// Whether the automation is enabled now, as the service's answer or a look afterwards shows it. One that was enabled while its circuit
    /// breaker is tripped is still shown as disabled, and <see cref="ControlResult.Warning"/> says so.
    /// </summary>
    public required bool IsEnabled { get; init; }

    private protected override ControlOperation? FindOperation() => IsToBeEnabled ? ControlOperations.EnableAutomation : ControlOperations.DisableAutomation;
}

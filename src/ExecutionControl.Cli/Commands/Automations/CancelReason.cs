using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>Why paused executions are cancelled. ConductorOne does not demand it, people who read the audit log do.</summary>
internal static class CancelReason
{
    /// <exception cref="NotSentException">The profile wants a reason, and there is none.</exception>
    public static async Task<string?> GetAsync(CommandContext context, string? typed, CancellationToken cancellationToken)
    {
        var reason = await Reason.GetAsync(context, typed, "Reason, for ConductorOne's audit log (empty for none): ", cancellationToken);
        if (reason is null && context.FindProfileThatRequiresReason() is { } profile)
        {
            throw new NotSentException(ExitCode.NotSent, $"Profile {profile.Name} wants a reason for cancelling: add --reason. Nothing was sent.");
        }

        if (reason is null)
        {
            context.Reporter.Warn("cancelling without --reason: ConductorOne's audit log will not say why.");
        }

        return reason;
    }
}

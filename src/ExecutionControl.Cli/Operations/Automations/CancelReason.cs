using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Why paused executions are cancelled. ConductorOne does not demand it, people who read the audit log do, and a profile can.</summary>
internal static class CancelReason
{
    /// <summary>Sees to it, before anybody is asked anything, that a reason that the profile demands is there or can be asked for.</summary>
    /// <exception cref="NotSentException">It is neither.</exception>
    public static void Require(ICaller caller, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) && !caller.MayAsk && caller.FindProfileThatRequiresReason() is { } profile)
        {
            throw Missing(profile);
        }
    }

    /// <summary>The reason as it was typed, or else as somebody answers; null where there is none.</summary>
    /// <exception cref="NotSentException">The profile demands a reason, and none was given.</exception>
    public static async Task<string?> GetAsync(ICaller caller, string? typed, CancellationToken cancellationToken)
    {
        var demanding = caller.FindProfileThatRequiresReason();
        var question = demanding is null
            ? "Reason, for ConductorOne's audit log (empty for none): "
            : $"Reason, for ConductorOne's audit log (profile {demanding} demands one): ";
        var reason = await Reason.GetAsync(caller, typed, question, cancellationToken);
        if (reason is null && demanding is not null)
        {
            throw Missing(demanding);
        }

        if (reason is null)
        {
            caller.Warn("cancelling without --reason: ConductorOne's audit log will not say why.");
        }

        return reason;
    }

    private static NotSentException Missing(string profile) =>
        new(ExitCode.NotSent, $"Profile {profile} demands a reason for cancelling: add --reason. Nothing was sent.");
}

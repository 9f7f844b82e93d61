namespace ExecutionControl.Cli.Operations;

/// <summary>Why something is stopped: as typed on the command line, otherwise asked for where there is somebody to ask.</summary>
internal static class Reason
{
    /// <returns>The reason; null when nobody gave one.</returns>
    public static async Task<string?> GetAsync(ICaller caller, string? typed, string question, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(typed) && caller.MayAsk)
        {
            typed = await caller.ReadAnswerAsync(question, cancellationToken);
        }

        return string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
    }
}

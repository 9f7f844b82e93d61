using ExecutionControl.Cli.Invocation;

namespace ExecutionControl.Cli.Care;

/// <summary>Why something is stopped: as typed on the command line, otherwise asked for where there is somebody to ask.</summary>
internal static class Reason
{
    /// <returns>The reason; null when nobody gave one.</returns>
    public static async Task<string?> GetAsync(CommandContext context, string? typed, string question, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(typed) && context.MayAsk)
        {
            typed = await context.ReadAnswerAsync(question, cancellationToken);
        }

        return string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
    }
}

using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Care;

/// <summary>Asks before it is too late, where there is somebody to ask. Without a terminal a command runs as it was typed.</summary>
internal static class Confirmation
{
    /// <summary>Finding out the extent must not keep an emergency waiting.</summary>
    private static readonly TimeSpan ExtentTimeLimit = TimeSpan.FromSeconds(3);

    /// <summary>Returns when the command may go on.</summary>
    /// <exception cref="NotSentException">It was declined.</exception>
    public static async Task AskAsync(CommandContext context, Question question, CancellationToken cancellationToken)
    {
        if (!context.MayAsk)
        {
            return;
        }

        var style = context.Streams.ErrorStyle;
        context.Ask(style.Paint($"About to {question.Action}.", Tone.Held));
        Fact(context, "where", context.Where);
        if (question.Extent is { } extent)
        {
            Fact(context, question.ExtentTitle, await ExtentAsync(extent, context, cancellationToken));
        }

        Fact(context, "undo", question.Undo);
        var answer = await context.ReadAnswerAsync("Go ahead? [y/N] ", cancellationToken);
        if (!IsYes(answer))
        {
            throw new NotSentException(ExitCode.NotSent, "Declined: nothing was sent.");
        }
    }

    private static void Fact(CommandContext context, string title, string text) => context.Ask($"  {title,-18}{PlainText.OneLine(text)}");

    private static bool IsYes(string? answer) => answer?.Trim().ToUpperInvariant() is "Y" or "YES";

    private static async Task<string> ExtentAsync(
        Func<CancellationToken, Task<string>> extent,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ExtentTimeLimit, context.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await extent(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"not known: there was no answer within {DurationText.Of(ExtentTimeLimit)}";
        }
        catch (ControlCallException exception)
        {
            return $"not known: {exception.Message}";
        }
    }
}

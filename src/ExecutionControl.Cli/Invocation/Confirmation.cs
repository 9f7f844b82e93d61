using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Asks before it is too late, where there is somebody to ask. Without a terminal a command runs as it was typed.</summary>
internal static class Confirmation
{
    /// <summary>So many targets are shown by their ids, and their extents looked for.</summary>
    private const int MostShown = 10;

    /// <summary>Finding out the extent must not keep an emergency waiting.</summary>
    private static readonly TimeSpan ExtentTimeLimit = TimeSpan.FromSeconds(3);

    /// <summary>Returns when the command may go on.</summary>
    /// <param name="context">The command.</param>
    /// <param name="question">What is about to be done.</param>
    /// <param name="targets">To what.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="NotSentException">It was declined.</exception>
    public static async Task AskAsync(CommandContext context, Question question, IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        if (!context.MayAsk || (question.IsForSeveralOnly && targets.Count == 1))
        {
            return;
        }

        var style = context.Streams.ErrorStyle;
        context.Ask(style.Paint($"About to {PlainText.OneLine(question.Action)}.", Tone.Held));
        Fact(context, "where", question.Where ?? context.Where);
        if (targets.Count > 1)
        {
            var more = targets.Count > MostShown ? $" and {targets.Count - MostShown} more" : string.Empty;
            Fact(context, "targets", string.Join(", ", targets.Take(MostShown)) + more);
        }

        if (question is { ExtentTitle: { } title, Extent: { } extent } && targets.Count <= MostShown)
        {
            Fact(context, title, await ExtentAsync(extent, targets, context, cancellationToken));
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
        Func<string, CancellationToken, Task<string>> extent,
        IReadOnlyList<string> targets,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ExtentTimeLimit, context.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var found = new List<string>();
        try
        {
            foreach (var target in targets)
            {
                var text = await extent(target, linked.Token);
                found.Add(targets.Count == 1 ? text : $"{target} {text}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            found.Add($"{(found.Count > 0 ? "others " : string.Empty)}not known: there was no answer within {DurationText.Of(ExtentTimeLimit)}");
        }
        catch (ControlCallException exception)
        {
            found.Add($"{(found.Count > 0 ? "others " : string.Empty)}not known: {exception.Message}");
        }

        return string.Join(", ", found);
    }
}

/// <summary>What somebody is asked before a command settles many or does what cannot be undone.</summary>
/// <param name="Action">What is about to be done, as a sentence without its end.</param>
/// <param name="Undo">Whether it can be undone, and how.</param>
internal sealed record Question(string Action, string Undo)
{
    /// <summary>Whether it is harmless enough for one target to be done without asking.</summary>
    public bool IsForSeveralOnly { get; init; }

    /// <summary>Where it happens; null for the service that the command talks to.</summary>
    public string? Where { get; init; }

    /// <summary>What the extent is of, such as "paused executions"; null where the target itself is all.</summary>
    public string? ExtentTitle { get; init; }

    /// <summary>Finds out how much a target concerns.</summary>
    public Func<string, CancellationToken, Task<string>>? Extent { get; init; }
}

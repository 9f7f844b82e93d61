using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// Has somebody agree before it is too late: on the controlling terminal, whatever the streams are redirected to. Where there is none, what is
/// asked about needs <c>--yes</c>.
/// </summary>
internal static class Confirmation
{
    /// <summary>So many targets are shown by their ids, and their extents looked for.</summary>
    private const int MostShown = 10;

    private const int TitleWidth = 20;

    /// <summary>Finding out the extent must not keep an emergency waiting.</summary>
    private static readonly TimeSpan ExtentTimeLimit = TimeSpan.FromSeconds(3);

    /// <summary>Refuses what must be asked about where nobody can be asked, before anything else is done.</summary>
    /// <param name="context">The command.</param>
    /// <param name="question">What is about to be done.</param>
    /// <param name="targets">To what.</param>
    /// <exception cref="NotSentException">Nobody can be asked, or another profile was confirmed.</exception>
    public static void Require(CommandContext context, Question question, IReadOnlyList<string> targets)
    {
        if (context.Confirmed is { } confirmed && !context.IsDryRun
            && (context.Account is null
                || context.Session.Accounts.Any(account => !string.Equals(confirmed, account.Source.Profile, StringComparison.Ordinal))))
        {
            throw Refused(question, $"--confirm names profile {PlainText.OneLine(confirmed)}, but this would be done to {context.Where}.");
        }

        if (IsAsked(context, question, targets) && !context.Prompt.IsThere)
        {
            var (why, option) = Obstacle(context);
            throw Refused(question, $"{why}: add {option} to {PlainText.OneLine(question.Action)}.");
        }
    }

    /// <summary>Why nobody can be asked, as the beginning of a sentence, and what says yes in its place.</summary>
    public static (string Why, string Option) Obstacle(CommandContext context) => context.Session.ProtectedProfile is { } name
        ? ($"Profile {name} is protected, and there is no terminal to type its name on", $"--confirm {name}")
        : ("There is no terminal to ask on", "--yes");

    /// <summary>Returns when the command may go on.</summary>
    /// <param name="context">The command.</param>
    /// <param name="question">What is about to be done.</param>
    /// <param name="targets">To what.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>Whether there is anything to do.</returns>
    /// <exception cref="NotSentException">It was declined, or nobody can be asked.</exception>
    public static async Task<bool> AskAsync(CommandContext context, Question question, IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        if (!IsAsked(context, question, targets))
        {
            return true;
        }

        Require(context, question, targets);
        var extent = question is { ExtentTitle: not null, Extent: { } find } && targets.Count <= MostShown
            ? await ExtentAsync(find, targets, context, cancellationToken)
            : null;
        if (extent is { IsNothing: true })
        {
            return false;
        }

        context.Ask(context.Prompt.Style.Paint(context.Prompt.Style.Wrap($"About to {PlainText.OneLine(question.Action)}."), Tone.Held));
        Fact(context, "where", question.Where ?? context.Where, context.Session.ProtectedProfile is null ? Tone.Plain : Tone.Bad);
        if (targets.Count > 1)
        {
            var count = question.Count ?? targets.Count;
            var more = count > MostShown ? $" and {count - MostShown} more" : string.Empty;
            Fact(context, "targets", string.Join(", ", targets.Take(MostShown)) + more);
        }

        if (extent is not null)
        {
            Fact(context, question.ExtentTitle!, extent.Text);
        }

        foreach (var (title, text) in question.Facts)
        {
            Fact(context, title, text);
        }

        Fact(context, "undo", question.Undo);
        var isAgreed = context.Session.ProtectedProfile is { } name
            ? (await context.ReadAnswerAsync($"Profile {name} is protected. Type its name to go ahead: ", cancellationToken))?.Trim() == name
            : IsYes(await context.ReadAnswerAsync("Go ahead? [y/N] ", cancellationToken));
        return isAgreed ? true : throw new NotSentException(
            ExitCode.NotSent, $"Declined: {char.ToLowerInvariant(question.Nothing[0])}{question.Nothing[1..]}");
    }

    /// <summary>With a protected profile everything is asked about, whatever it is, and only its name is an answer.</summary>
    private static bool IsAsked(CommandContext context, Question question, IReadOnlyList<string> targets) =>
        !context.IsDryRun && (context.Session.ProtectedProfile is null
            ? !context.IsAgreed && !(question.IsForSeveralOnly && targets.Count == 1)
            : context.Confirmed is null);

    private static NotSentException Refused(Question question, string why) => new(ExitCode.NotSent, $"{why} {question.Nothing}");

    private static void Fact(CommandContext context, string title, string text, Tone tone = Tone.Plain)
    {
        var style = context.Prompt.Style;
        var lines = WrappedText.Hanging($"  {title.PadRight(TitleWidth - 2)}{PlainText.OneLine(text)}", style.Columns, TitleWidth - 2);
        context.Ask(style.Paint(lines, tone));
    }

    private static bool IsYes(string? answer) => answer?.Trim().ToUpperInvariant() is "Y" or "YES";

    private static async Task<OperationExtent> ExtentAsync(
        Func<string, CancellationToken, Task<OperationExtent>> find,
        IReadOnlyList<string> targets,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ExtentTimeLimit, context.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var found = new List<string>();
        var isNothing = true;
        try
        {
            foreach (var target in targets)
            {
                var extent = await find(target, linked.Token);
                isNothing &= extent.IsNothing;
                found.Add(targets.Count == 1 ? extent.Text : $"{target} {extent.Text}");
            }

            return new OperationExtent(string.Join(", ", found), isNothing);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            found.Add($"{(found.Count > 0 ? "others " : string.Empty)}not known: there was no answer within {DurationText.Of(ExtentTimeLimit)}");
        }
        catch (ControlCallException exception)
        {
            found.Add($"{(found.Count > 0 ? "others " : string.Empty)}not known: {PlainWords.Of(exception.Message)}");
        }

        return new OperationExtent(string.Join(", ", found), IsNothing: false);
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

    /// <summary>How many targets there are, where not all of them are named; null for as many as are.</summary>
    public long? Count { get; init; }

    /// <summary>What else is to be known before it, each with a title.</summary>
    public IReadOnlyList<(string Title, string Text)> Facts { get; init; } = [];

    /// <summary>What is so when nobody agrees.</summary>
    public string Nothing { get; init; } = "Nothing was sent.";

    /// <summary>What the extent is of, such as "paused executions"; null where the target itself is all.</summary>
    public string? ExtentTitle { get; init; }

    /// <summary>Finds out how much a target concerns.</summary>
    public Func<string, CancellationToken, Task<OperationExtent>>? Extent { get; init; }
}

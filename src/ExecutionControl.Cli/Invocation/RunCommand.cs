using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that works through a run: asks once, makes the run in the journal, carries it out, and says how it goes on.</summary>
internal abstract class RunCommand : EctlCommand
{
    private readonly RunOptions _parallel = new();

    /// <param name="host">What the process lends to its command.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="isGoingOn">Whether it goes on with a run that was made before.</param>
    protected RunCommand(CommandHost host, string name, string description, bool isGoingOn = false)
        : base(host, name, description)
    {
        Add(host.Options.Confirm);
        Add(host.Options.Journal);
        _parallel.AddParallelTo(this, isGoingOn);
        Pace = new RunPaceOptions(_parallel, isGoingOn);
        Pace.AddTo(this);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused, ExitCode.Partial,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    /// <summary>How a run goes.</summary>
    protected RunPaceOptions Pace { get; }

    protected internal override bool IsChange => true;

    /// <summary>Asks whether it is meant.</summary>
    /// <param name="context">The command.</param>
    /// <param name="contents">What is to be done.</param>
    /// <param name="plan">As whom, and where.</param>
    /// <param name="facts">What else is to be known before.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="NotSentException">It was declined, or nobody can be asked.</exception>
    protected static Task AskAsync(
        CommandContext context,
        PlanContents contents,
        PlanHeader plan,
        IReadOnlyList<(string Title, string Text)> facts,
        CancellationToken cancellationToken) =>
        Confirmation.AskAsync(
            context,
            new Question(contents.Sentence, contents.Undo) { Where = PlannedAccount.Text(plan.Accounts), Count = contents.Count, Facts = facts },
            contents.FirstIds,
            cancellationToken);

    /// <summary>A number with what it counts.</summary>
    protected static string Number(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? string.Empty : "s")}");
}

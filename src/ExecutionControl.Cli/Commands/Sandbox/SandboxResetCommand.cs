using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Sandbox;

namespace ExecutionControl.Cli.Commands.Sandbox;

/// <summary><c>ectl sandbox reset</c>: puts the sandbox back to its beginning.</summary>
internal sealed class SandboxResetCommand(CommandHost host) : EctlCommand(
    host,
    "reset",
    "Start the sandbox afresh: every automation, run and execution is again as at the beginning.")
{
    public override IReadOnlyList<string> Examples { get; } = ["ectl sandbox reset", "ectl sandbox reset --output json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var file = SandboxState.Locate(context.Session.Environment.Folders);
        if (!Path.Exists(file))
        {
            return Report(ReportedOutcome.AlreadySo, file, "Already so: the sandbox has not been used yet.");
        }

        try
        {
            // Through a server, so that other commands that use the same file at this moment see one clean change.
            await using var sandbox = await SandboxServer.StartAsync(context.Session.Environment.Folders, cancellationToken);
            await sandbox.ResetAsync(cancellationToken);
        }
        catch (NotSentException unusable) when (unusable.InnerException is InvalidDataException)
        {
            // What is there is no state of this version. Any other failure, such as a lock or a full disk, says nothing against a state
            // that others may be using.
            context.Reporter.Detail(unusable.Message);
            var aside = SetAside(file, context.TimeProvider.GetUtcNow());
            return Report(
                ReportedOutcome.Applied,
                file,
                $"Applied: the sandbox is as at the beginning. What was there was no state of this ectl, and is kept in {aside}.");
        }

        return Report(ReportedOutcome.Applied, file, "Applied: the sandbox is as at the beginning.");
    }

    private static string SetAside(string file, DateTimeOffset now)
    {
        try
        {
            return SandboxState.SetAside(file, now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"{file} is no state of the sandbox's and cannot be moved away: {exception.Message}", exception);
        }
    }

    private static OutcomeReport Report(ReportedOutcome outcome, string file, string text) => new()
    {
        Outcome = outcome,
        ExitCode = ExitCode.Success,
        SafeToRepeat = true,
        Target = file,
        Sandbox = true,
        Operation = "sandbox reset",
        Lines = [text],
    };
}

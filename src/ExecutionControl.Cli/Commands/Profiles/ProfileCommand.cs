using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Profiles;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary>A command about the configuration file: asks no service.</summary>
internal abstract class ProfileCommand : EctlCommand
{
    protected ProfileCommand(CommandHost host, string name, string description)
        : base(host, name, description) => host.Options.RefuseSandbox(this, "reads no profile: leave it out.");

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated];

    /// <summary>Changes the file.</summary>
    /// <returns>Where it is.</returns>
    protected static Task<string> ChangeAsync(CommandContext context, Action<ProfileDocument> change, CancellationToken cancellationToken) =>
        context.Session.Profiles.ChangeAsync(change, context.TimeProvider, cancellationToken);

    /// <summary>The report of a file that was changed, or was as wanted before.</summary>
    protected OutcomeReport Changed(string profile, string text, bool isChanged = true) => new()
    {
        Outcome = isChanged ? ReportedOutcome.Applied : ReportedOutcome.AlreadySo,
        ExitCode = ExitCode.Success,
        SafeToRepeat = true,
        Operation = $"profile {Name}",
        Target = profile,
        Lines = [text],
    };

    /// <summary>The complaint about a profile that does not exist.</summary>
    protected static NotSentException Missing(string name, ProfileDocument document) =>
        new(ExitCode.NotSent, $"{ProfileSelection.Missing(name, document)} Nothing was changed.");
}

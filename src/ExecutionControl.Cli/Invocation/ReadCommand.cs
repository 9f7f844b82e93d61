using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that looks and changes nothing.</summary>
internal abstract class ReadCommand<TRow, TDocument>(CommandHost host, string name, string description, ItemKind<TRow, TDocument> kind)
    : EctlCommand(host, name, description)
    where TDocument : ItemDocument
{
    protected ItemKind<TRow, TDocument> Kind => kind;

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        report with { Service = kind.Service is { } service ? ServiceDefinition.JsonNameOf(service) : null, Operation = $"{Name}-{kind.Name}" };
}

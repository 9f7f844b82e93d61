using System.CommandLine;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that asks one service to change one target.</summary>
internal abstract class ControlCommand : EctlCommand
{
    private readonly ControlOperation _operation;

    protected ControlCommand(CommandHost host, string name, string description, ControlOperation operation, TargetArgument target)
        : base(host, name, description)
    {
        _operation = operation;
        Target = target;
        Add(target);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected TargetArgument Target { get; }

    protected override bool IsRepeatable => _operation.IsRepeatable;

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) => report with
    {
        Service = _operation.Service,
        Operation = _operation.Name,
        Target = Target.TextIn(parseResult),
    };

    /// <summary>The report of a call that the service accepted.</summary>
    /// <param name="result">What the client returned.</param>
    /// <param name="lines">What to tell a person; the first words say the outcome.</param>
    protected OutcomeReport Accepted(ControlResult result, params IReadOnlyList<string> lines) => new()
    {
        Outcome = result.Outcome switch
        {
            ControlOutcome.AlreadySo => ReportedOutcome.AlreadySo,
            ControlOutcome.Partial => ReportedOutcome.Partial,
            _ => ReportedOutcome.Applied,
        },
        ExitCode = ExitCodeMapping.Of(result),
        SafeToRepeat = _operation.IsRepeatable,
        Lines = lines,
        RequestId = result.RequestId,
        Attempts = result.Attempts,
        Settling = result.IsSettling,
    };
}

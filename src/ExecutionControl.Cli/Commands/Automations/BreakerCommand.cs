using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>A command about what automations' circuit breakers paused.</summary>
internal abstract class BreakerCommand : ClientControlCommand<ConductorOneClient, BreakerInput>
{
    private readonly ChoiceOption _decision;

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. On a terminal it is asked for with --decision cancel.",
        HelpName = "text",
    };

    private readonly Option<bool> _allTripped = new("--all-tripped")
    {
        Description = "Take every automation whose circuit breaker is tripped, in place of ids. Without a terminal it needs --yes.",
    };

    protected BreakerCommand(CommandHost host, string description, ControlOperation operation, string targets, ChoiceOption decision)
        : base(
            host,
            operation.Name,
            description,
            operation,
            TargetArgument.Text("automation-id", operation.TargetKind, $"{targets} On a terminal those that are tripped are offered where none is given."))
    {
        _decision = decision;
        Target.Arity = ArgumentArity.ZeroOrMore;
        Add(decision);
        Add(_reason);
        Add(_allTripped);
        Wait = new WaitOptions(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_allTripped) is { Implicit: false } && result.GetResult(Target) is { Tokens.Count: > 0 })
            {
                result.AddError("--all-tripped takes the place of ids: leave one of them out.");
            }
        });
    }

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult)
    {
        var identified = base.Identify(report, parseResult);
        return parseResult.Errors.Count == 0 && DecisionOption.In(parseResult, _decision) is { } decision
            ? identified with { Decision = DecisionText.Name(decision) }
            : identified;
    }

    protected override Task<BreakerInput> ReadInputAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (!IsAllTripped(context) && Target.TypedIn(context.ParseResult).Count == 0 && !context.Streams.IsInteractive)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"{Name} needs the id of an automation: 'ectl automations list --tripped' lists those whose circuit breaker is tripped, "
                + "and --all-tripped --yes takes all of them. Nothing was sent.");
        }

        var input = new BreakerInput(DecisionOption.In(context.ParseResult, _decision), context.ParseResult.GetValue(_reason));
        if (input.Decision == PausedExecutionDecision.Cancel)
        {
            CancelReason.Require(context, input.Reason);
        }

        return Task.FromResult(input);
    }

    protected override Task<ConductorOneClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new ConductorOneService(), cancellationToken);

    protected override async Task<TargetSelection> SelectAsync(CommandContext context, ConductorOneClient client, CancellationToken cancellationToken)
    {
        var isAll = IsAllTripped(context);
        if (!isAll && Target.TypedIn(context.ParseResult).Count > 0)
        {
            return await base.SelectAsync(context, client, cancellationToken);
        }

        // A dry run sends nothing that changes anything: which breakers are tripped it may ask.
        using var reading = context.DryRun is null ? null : await context.OpenForReadingAsync(new ConductorOneService(), cancellationToken);
        var tripped = await (reading ?? client).ListAutomationsAsync(cancellationToken).Where(automation => automation.IsCircuitBreakerTripped).ToListAsync(cancellationToken);
        return isAll
            ? TrippedBreakers.All(context, tripped, Target)
            : await TrippedBreakers.ChooseAsync(context, reading ?? client, tripped, Target, cancellationToken);
    }

    protected override async Task<BreakerInput> CompleteAsync(CommandContext context, BreakerInput input, CancellationToken cancellationToken)
    {
        var reason = input.Decision == PausedExecutionDecision.Cancel
            ? await CancelReason.GetAsync(context, input.Reason, cancellationToken)
            : input.Reason;
        return input with { Reason = string.IsNullOrWhiteSpace(reason) ? null : reason };
    }

    private bool IsAllTripped(CommandContext context) => context.ParseResult.GetValue(_allTripped);
}

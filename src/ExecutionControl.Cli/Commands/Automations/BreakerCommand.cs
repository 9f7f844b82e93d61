using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>A command about what automations' circuit breakers paused: it takes ids, or those of the breakers that are tripped.</summary>
internal abstract class BreakerCommand : ControlCommand<ConductorOneClient, BreakerInput>
{
    private readonly Option<bool> _allTripped;

    protected BreakerCommand(CommandHost host, BreakerOperation operation, string description, string targets)
        : this(host, operation, description, targets, new Option<bool>("--all-tripped")
        {
            Description = "Take every automation whose circuit breaker is tripped, in place of ids. Without a terminal it needs --yes.",
        })
    {
    }

    private BreakerCommand(CommandHost host, BreakerOperation operation, string description, string targets, Option<bool> allTripped)
        : base(
            host,
            operation,
            description,
            $"{targets} On a terminal those that are tripped are offered where none is given.",
            static (context, token) => context.OpenAsync(new ConductorOneService(), token),
            allTripped)
    {
        _allTripped = allTripped;
        Target.Arity = ArgumentArity.ZeroOrMore;
        Validators.Add(result =>
        {
            if (result.GetResult(allTripped) is { Implicit: false } && result.GetResult(Target) is { Tokens.Count: > 0 })
            {
                result.AddError("--all-tripped takes the place of ids: leave one of them out.");
            }
        });
    }

    protected override void RequireTargets(CommandContext context)
    {
        if (!IsAllTripped(context) && Target.TypedIn(context.ParseResult).Count == 0 && !context.Streams.IsInteractive)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"{Name} needs the id of an automation: 'ectl automations list --tripped' lists those whose circuit breaker is tripped, "
                + "and --all-tripped --yes takes all of them. Nothing was sent.");
        }
    }

    protected override async Task<TargetSelection> SelectAsync(CommandContext context, ConductorOneClient client, CancellationToken cancellationToken)
    {
        var isAll = IsAllTripped(context);
        if (!isAll && Target.TypedIn(context.ParseResult).Count > 0)
        {
            return await base.SelectAsync(context, client, cancellationToken);
        }

        // A dry run sends nothing that changes anything: which breakers are tripped it may ask.
        var tripped = await client.ListAutomationsAsync(cancellationToken)
            .Where(automation => automation.IsCircuitBreakerTripped)
            .ToListAsync(cancellationToken);
        return isAll
            ? TrippedBreakers.All(context, tripped, Target.Ids)
            : await TrippedBreakers.ChooseAsync(context, client, tripped, Target.Ids, cancellationToken);
    }

    private bool IsAllTripped(CommandContext context) => context.ParseResult.GetValue(_allTripped);
}

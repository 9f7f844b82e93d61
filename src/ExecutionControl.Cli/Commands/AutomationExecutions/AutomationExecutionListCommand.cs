using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary><c>ectl automation-executions list</c>.</summary>
internal sealed class AutomationExecutionListCommand : ListCommand<AutomationExecution, AutomationExecutionDocument>
{
    private readonly TextListOption _automations = new("--automation", "automation-id", "Keep executions of this automation; may be given several times.");
    private readonly StateOption _states = new("--state", StateName.OfAutomationExecutions);
    private readonly TextListOption _apps = new("--app", "app-id", "Keep executions of this app's automations; may be given several times.");
    private readonly TextListOption _users = new("--user-id", "user-id", "Keep executions about this user; may be given several times.");

    public AutomationExecutionListCommand(CommandHost host)
        : base(host, "List the executions of the tenant's automations.", ItemKinds.AutomationExecution)
    {
        Add(_automations);
        Add(_states);
        Add(_apps);
        Add(_users);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automation-executions list --automation aut_runaway --state paused-by-circuit-breaker",
        "ectl automation-executions list --state process-step --state waiting --output jsonl",
        "ectl --sandbox automation-executions list --user-id user_1 --limit 10",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new ConductorOneService(), cancellationToken);
        var filter = new AutomationExecutionFilter
        {
            AutomationIds = context.ParseResult.GetValue(_automations) ?? [],
            States = [.. _states.In(context.ParseResult).Select(StateName.ToAutomationExecutionState)],
            AppIds = context.ParseResult.GetValue(_apps) ?? [],
            SubjectUserIds = context.ParseResult.GetValue(_users) ?? [],
        };
        return await PrintAsync(context, client.ListAutomationExecutionsAsync(filter, cancellationToken), cancellationToken);
    }
}

/// <summary>An option that may be given several times, with a text that is not blank.</summary>
internal sealed class TextListOption : Option<string[]>
{
    public TextListOption(string name, string helpName, string description)
        : base(name)
    {
        Description = description;
        HelpName = helpName;
        Arity = ArgumentArity.OneOrMore;
        Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{name} needs a value: an empty one would keep all.");
            }
        });
    }
}

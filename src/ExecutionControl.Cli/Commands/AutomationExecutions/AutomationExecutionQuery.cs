using System.CommandLine;
using System.Runtime.CompilerServices;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.AutomationExecutions;

/// <summary>Says which automation executions are meant. ConductorOne filters by all but their age.</summary>
internal sealed class AutomationExecutionQuery() : ItemQuery<ConductorOneClient, AutomationExecution>(
    ItemKinds.AutomationExecution.Facts,
    new StateOption("--state", StateName.OfAutomationExecutions),
    StateName.OfRunningAutomationExecutions,
    name: null)
{
    private readonly TextListOption _automations = new("--automation", "automation-id", "Keep executions of this automation; may be given several times.");
    private readonly TextListOption _apps = new("--app", "app-id", "Keep executions of this app's automations; may be given several times.");
    private readonly TextListOption _users = new("--user-id", "user-id", "Keep executions about this user; may be given several times.");
    private readonly Option<string> _name = ItemFilter<Automation>.NameOption("automation's name");

    protected override IReadOnlyList<Option> Own => [_automations, _name, _apps, _users];

    protected override async IAsyncEnumerable<AutomationExecution> ReadAsync(
        ConductorOneClient client,
        ParseResult parseResult,
        IReadOnlyList<string>? states,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<string> automations = parseResult.GetValue(_automations) ?? [];
        if (parseResult.GetValue(_name) is { } name)
        {
            automations = await client.ListAutomationsAsync(cancellationToken: cancellationToken)
                .Where(automation => automation.DisplayName?.Contains(name.Trim(), StringComparison.OrdinalIgnoreCase) is true)
                .Select(automation => automation.Id)
                .Where(id => automations.Count == 0 || automations.Contains(id, StringComparer.Ordinal))
                .ToListAsync(cancellationToken);
            if (automations.Count == 0)
            {
                // Without an automation the service would keep those of all.
                yield break;
            }
        }

        var filter = new AutomationExecutionFilter
        {
            AutomationIds = automations,
            States = [.. (states ?? []).Select(StateName.ToAutomationExecutionState)],
            AppIds = parseResult.GetValue(_apps) ?? [],
            SubjectUserIds = parseResult.GetValue(_users) ?? [],
        };
        await foreach (var execution in client.ListAutomationExecutionsAsync(filter, cancellationToken: cancellationToken))
        {
            yield return execution;
        }
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

using System.CommandLine;
using System.CommandLine.Help;
using ExecutionControl.Cli.Commands.AgentRuns;
using ExecutionControl.Cli.Commands.Authentication;
using ExecutionControl.Cli.Commands.AutomationExecutions;
using ExecutionControl.Cli.Commands.Automations;
using ExecutionControl.Cli.Commands.Completion;
using ExecutionControl.Cli.Commands.Doctor;
using ExecutionControl.Cli.Commands.Exec;
using ExecutionControl.Cli.Commands.Executions;
using ExecutionControl.Cli.Commands.Help;
using ExecutionControl.Cli.Commands.Profiles;
using ExecutionControl.Cli.Commands.Sandbox;
using ExecutionControl.Cli.Commands.Serve;
using ExecutionControl.Cli.Completion;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli;

/// <summary>The whole command tree.</summary>
internal sealed class EctlRootCommand : RootCommand, IDocumentedCommand
{
    public EctlRootCommand(CommandHost host)
        : base("ectl stops, pauses, resumes and settles automation and agent executions at ConductorOne, Codegen and Kubiya.")
    {
        Add(new CommandGroup(
            "automations",
            "ConductorOne's automations and their circuit breakers.",
            new AutomationListCommand(host),
            new AutomationGetCommand(host),
            new ResolvePausedCommand(host),
            new ClearBreakerCommand(host),
            new DisableCommand(host),
            new EnableCommand(host)));
        Add(new CommandGroup(
            "automation-executions",
            "ConductorOne's automation executions.",
            new AutomationExecutionListCommand(host),
            new AutomationExecutionGetCommand(host),
            new Commands.AutomationExecutions.TerminateCommand(host)));
        Add(new CommandGroup(
            "agent-runs",
            "Codegen's agent runs.",
            new AgentRunListCommand(host),
            new AgentRunGetCommand(host),
            new Commands.AgentRuns.ResumeCommand(host),
            new BanCommand(host),
            new UnbanCommand(host)));
        Add(new CommandGroup(
            "executions",
            "Kubiya's executions.",
            new ExecutionListCommand(host),
            new ExecutionGetCommand(host),
            new PauseCommand(host),
            new Commands.Executions.ResumeCommand(host),
            new CancelCommand(host),
            new Commands.Executions.TerminateCommand(host)));
        Add(new ServeCommand(host));
        Add(new CommandGroup("sandbox", "The state that --sandbox keeps between commands.", new SandboxResetCommand(host)));
        Add(new CommandGroup(
            "auth",
            "As whom ectl asks the services.",
            new AuthStatusCommand(host),
            new AuthLoginCommand(host),
            new AuthLogoutCommand(host),
            new AuthTokenCommand(host)));
        Add(new CommandGroup(
            "profile",
            "The accounts that ectl keeps under a name.",
            new ProfileListCommand(host),
            new ProfileShowCommand(host),
            new ProfileUseCommand(host),
            new ProfileSetCommand(host),
            new ProfileDeleteCommand(host)));
        Add(new ExecCommand(host));
        Add(new CompletionCommand(host));
        Add(new DoctorCommand(host));
        Add(new HelpCommand(host, this));
        foreach (var service in host.Services.All)
        {
            CompleteIds(host, service);
        }

        foreach (var option in host.Options.All)
        {
            Add(option);
        }

        var help = Options.OfType<HelpOption>().Single();
        help.Action = new CommandHelpAction();
        foreach (var alias in help.Aliases.Where(alias => alias.StartsWith('/') || alias is "-?").ToList())
        {
            // Of another system's habits: they would stand among the completions everywhere.
            help.Aliases.Remove(alias);
        }
    }

    /// <summary>Offers the ids that the service has wherever one of its commands takes one.</summary>
    private void CompleteIds(CommandHost host, IServiceModule service)
    {
        foreach (var group in Subcommands.Where(command => service.TargetKinds.Contains(command.Name, StringComparer.Ordinal)))
        {
            foreach (var target in group.Subcommands.SelectMany(command => command.Arguments).OfType<TargetArgument>())
            {
                target.CompletionSources.Add(new IdCompletion(host, service, group.Name).Complete);
            }
        }
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ectl --sandbox automations resolve-paused aut_runaway --decision cancel --reason \"runaway\"",
        "ectl automation-executions terminate 9007199254740993",
        "ectl agent-runs resume 101 --prompt \"go on\"",
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl help exit-codes",
    ];

    public IReadOnlyList<ExitCode> ExitCodes => [];
}

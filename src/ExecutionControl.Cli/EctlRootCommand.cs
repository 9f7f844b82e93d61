using System.CommandLine;
using System.CommandLine.Help;
using ExecutionControl.Cli.Commands.AgentRuns;
using ExecutionControl.Cli.Commands.Apply;
using ExecutionControl.Cli.Commands.Authentication;
using ExecutionControl.Cli.Commands.AutomationExecutions;
using ExecutionControl.Cli.Commands.Automations;
using ExecutionControl.Cli.Commands.Completion;
using ExecutionControl.Cli.Commands.Doctor;
using ExecutionControl.Cli.Commands.Exec;
using ExecutionControl.Cli.Commands.Executions;
using ExecutionControl.Cli.Commands.Freeze;
using ExecutionControl.Cli.Commands.Help;
using ExecutionControl.Cli.Commands.History;
using ExecutionControl.Cli.Commands.Profiles;
using ExecutionControl.Cli.Commands.Runs;
using ExecutionControl.Cli.Commands.Sandbox;
using ExecutionControl.Cli.Commands.Serve;
using ExecutionControl.Cli.Commands.Status;
using ExecutionControl.Cli.Completion;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.AgentRuns;
using ExecutionControl.Cli.Operations.AutomationExecutions;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Operations.Executions;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Services.Kubiya;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli;

/// <summary>The command tree.</summary>
internal sealed class EctlRootCommand : RootCommand, IDocumentedCommand
{
    private readonly IReadOnlyList<string>? _arguments;

    /// <param name="host">What the commands get from outside.</param>
    /// <param name="arguments">
    /// Only the commands that these name are made, which is enough for a command line without a mistake. Null for all.
    /// </param>
    public EctlRootCommand(CommandHost host, IReadOnlyList<string>? arguments = null)
        : base("ectl stops, pauses, resumes and settles automation and agent executions at ConductorOne, Codegen and Kubiya.")
    {
        _arguments = arguments;
        Offer("status", () => new StatusCommand(host));
        Offer("automations", () => new CommandGroup(
            "automations",
            "ConductorOne's automations and their circuit breakers.",
            new AutomationListCommand(host),
            new AutomationGetCommand(host),
            OfAutomations(host, new ResolvePaused(), new BreakerSelector(ControlOperations.ResolvePausedExecutions, settlesPaused: true)),
            OfAutomations(host, new ClearCircuitBreaker(), new BreakerSelector(ControlOperations.ClearCircuitBreaker, settlesPaused: false)),
            OfAutomations(host, new DisableAutomation()),
            OfAutomations(host, new EnableAutomation()),
            new AutomationStopCommand(host)));
        Offer("automation-executions", () => new CommandGroup(
            "automation-executions",
            "ConductorOne's automation executions.",
            new AutomationExecutionListCommand(host),
            new AutomationExecutionGetCommand(host),
            OfAutomations(
                host,
                new TerminateAutomationExecution(),
                new QuerySelector<ConductorOneClient, AutomationExecution>(
                    new AutomationExecutionQuery(), ControlOperations.TerminateAutomationExecution))));
        Offer("agent-runs", () => new CommandGroup(
            "agent-runs",
            "Codegen's agent runs.",
            new AgentRunListCommand(host),
            new AgentRunGetCommand(host),
            OfAgentRuns(host, new ResumeAgentRun()),
            OfAgentRuns(host, new BanAgentRun()),
            OfAgentRuns(host, new UnbanAgentRun())));
        Offer("executions", () => new CommandGroup(
            "executions",
            "Kubiya's executions.",
            new ExecutionListCommand(host),
            new ExecutionGetCommand(host),
            OfExecutions(host, new PauseExecution()),
            OfExecutions(host, new ResumeExecution()),
            OfExecutions(host, new CancelExecution()),
            OfExecutions(host, new TerminateExecution())));
        Offer("apply", () => new ApplyCommand(host));
        Offer("runs", () => new CommandGroup(
            "runs",
            "What plans and freezes have done and have still to do.",
            new RunListCommand(host),
            new RunShowCommand(host),
            new RunResumeCommand(host),
            new RunWorkCommand(host),
            new RunUndoCommand(host),
            new RunVerifyCommand(host),
            new RunExportCommand(host)));
        Offer("history", () => new HistoryCommand(host));
        Offer("freeze", () => new FreezeCommand(host));
        Offer("thaw", () => new ThawCommand(host));
        Offer("serve", () => new ServeCommand(host));
        Offer("sandbox", () => new CommandGroup("sandbox", "The state that --sandbox keeps between commands.", new SandboxResetCommand(host)));
        Offer("auth", () => new CommandGroup(
            "auth",
            "As whom ectl asks the services.",
            new AuthStatusCommand(host),
            new AuthLoginCommand(host),
            new AuthLogoutCommand(host),
            new AuthTokenCommand(host)));
        Offer("profile", () => new CommandGroup(
            "profile",
            "The accounts that ectl keeps under a name.",
            new ProfileListCommand(host),
            new ProfileShowCommand(host),
            new ProfileUseCommand(host),
            new ProfileSetCommand(host),
            new ProfileDeleteCommand(host)));
        Offer("exec", () => new ExecCommand(host));
        Offer("completion", () => new CompletionCommand(host));
        Offer("doctor", () => new DoctorCommand(host));
        Offer("help", () => new HelpCommand(host, this));
        foreach (var service in host.Services.All)
        {
            CompleteIds(host, service);
        }

        CompleteRuns(host);
        var profiles = new ProfileCompletion(host);
        host.Options.Profile.CompletionSources.Add(profiles.Complete);
        host.Options.Confirm.CompletionSources.Add(profiles.Complete);
        foreach (var name in Subcommands.Where(command => command.Name == "profile").SelectMany(group => group.Subcommands)
                     .SelectMany(command => command.Arguments).Where(argument => argument.Name == "name"))
        {
            name.CompletionSources.Add(profiles.Complete);
        }

        foreach (var option in host.Options.All)
        {
            Add(option);
        }

        var help = Options.OfType<HelpOption>().Single();
        help.Action = new CommandHelpAction(host.Options, host.Streams.OutputStyle);
        foreach (var alias in help.Aliases.Where(alias => alias.StartsWith('/') || alias is "-?").ToList())
        {
            // Of another system's habits: they would stand among the completions everywhere.
            help.Aliases.Remove(alias);
        }
    }

    private void Offer(string name, Func<Command> make)
    {
        if (_arguments is null || _arguments.Contains(name, StringComparer.Ordinal))
        {
            Add(make());
        }
    }

    private static ControlCommand<ConductorOneClient, TInput> OfAutomations<TInput>(
        CommandHost host, Operation<ConductorOneClient, TInput> operation, ITargetSelector<ConductorOneClient>? selector = null)
        where TInput : class => new(host, operation, static (context, token) => context.OpenAsync(new ConductorOneService(), token), selector);

    private static ControlCommand<CodegenClient, TInput> OfAgentRuns<TInput>(CommandHost host, Operation<CodegenClient, TInput> operation)
        where TInput : class
    {
        var organization = OrganizationOption.Create();
        return new ControlCommand<CodegenClient, TInput>(
            host,
            operation,
            (context, token) => context.OpenAsync(new CodegenService(context.ParseResult.GetValue(organization)), token),
            new QuerySelector<CodegenClient, AgentRun>(new AgentRunQuery(), operation.Entry),
            organization);
    }

    private static ControlCommand<KubiyaClient, TInput> OfExecutions<TInput>(CommandHost host, Operation<KubiyaClient, TInput> operation)
        where TInput : class => new(
            host,
            operation,
            static (context, token) => context.OpenAsync(new KubiyaService(), token),
            new QuerySelector<KubiyaClient, KubiyaExecution>(new ExecutionQuery(), operation.Entry));

    /// <summary>Offers the ids that the service has wherever one of its commands takes one.</summary>
    private void CompleteIds(CommandHost host, IServiceModule service)
    {
        foreach (var group in Subcommands.Where(command => service.TargetKinds.Contains(command.Name, StringComparer.Ordinal)))
        {
            foreach (var command in group.Subcommands)
            {
                var operation = (command as EctlCommand)?.Operation?.Entry;
                foreach (var target in command.Arguments.OfType<TargetArgument>())
                {
                    target.CompletionSources.Add(new IdCompletion(host, service, group.Name, operation, target).Complete);
                }

                foreach (var option in command.Options.Where(option => option.Name == "--automation"))
                {
                    option.CompletionSources.Add(new IdCompletion(host, service, ControlTargetKind.Automation.Id).Complete);
                }
            }
        }
    }

    /// <summary>Offers the ids of runs wherever a command takes one.</summary>
    private void CompleteRuns(CommandHost host)
    {
        var runs = new RunCompletion(host);
        foreach (var command in Subcommands.SelectMany(command => command.Subcommands.Prepend(command)))
        {
            foreach (var argument in command.Arguments.Where(argument => argument.Name == "run"))
            {
                argument.CompletionSources.Add(runs.Complete);
            }

            foreach (var option in command.Options.Where(option => option.Name == "--run"))
            {
                option.CompletionSources.Add(runs.Complete);
            }
        }

        foreach (var option in Subcommands.Where(command => command.Name == "freeze").SelectMany(command => command.Options)
                     .Where(option => option.Name == "--automation"))
        {
            var conductorOne = host.Services.All.First(service => service.TargetKinds.Contains(ControlTargetKind.Automation.Id, StringComparer.Ordinal));
            option.CompletionSources.Add(new IdCompletion(host, conductorOne, ControlTargetKind.Automation.Id).Complete);
        }
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "ectl --sandbox status",
        "ectl --sandbox --yes automations resolve-paused aut_runaway --decision cancel --reason \"runaway\"",
        "ectl automation-executions terminate 9007199254740993",
        "ectl agent-runs resume 101 --prompt \"go on\"",
        "ectl executions pause 11111111-1111-4111-8111-111111111111",
        "ectl help exit-codes",
    ];

    public IReadOnlyList<ExitCode> ExitCodes => [];
}

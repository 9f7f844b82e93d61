using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs resume</c>: gives a paused agent run a prompt to go on with.</summary>
internal sealed class ResumeCommand : ControlCommand
{
    private readonly Option<string> _prompt = new("--prompt")
    {
        Description = "What the agent is told. - reads standard input, so that the text need not appear on the command line.",
        HelpName = "text",
        Required = true,
    };

    private readonly Option<string[]> _images = new("--image")
    {
        Description = "A PNG, JPEG, GIF or WebP file to send along; may be given several times.",
        HelpName = "file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly NumberOption _organization = OrganizationOption.Create();

    public ResumeCommand(CommandHost host)
        : base(
            host,
            "resume",
            "Resume one paused agent run with a prompt. Every accepted call adds a prompt: ectl never sends it a second time by itself.",
            new ControlOperation(ControlService.Codegen, "resume", "agent run", IsRepeatable: false),
            TargetArgument.Number("run-id", "agent run", "The agent run to resume: a positive whole number.", least: 1))
    {
        Add(_prompt);
        Add(_images);
        Add(_organization);
        Wait = new WaitOptions(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs resume 101 --prompt \"go on, but leave the database alone\"",
        "ectl agent-runs resume 101 --prompt \"make it look like this\" --image sketch.png",
        "ectl agent-runs resume 101 --prompt - --wait < review.txt",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var id = Target.NumberIn(context.ParseResult);
        var dataUris = new List<string>();
        foreach (var file in context.ParseResult.GetValue(_images) ?? [])
        {
            dataUris.Add(await ImageFile.ReadAsDataUriAsync(file, cancellationToken));
        }

        var text = await PromptSource.ReadAsync(context.ParseResult.GetRequiredValue(_prompt), context, cancellationToken);
        using var client = await CodegenConnection.OpenAsync(context, context.ParseResult.GetValue(_organization), cancellationToken);
        var result = await context.CallAsync(() => client.ResumeAsync(id, text, dataUris.Count > 0 ? dataUris : null, cancellationToken));
        var accepted = Accepted(result, Lines(result.Run)) with { AgentRun = Report(result.Run) };
        return await WaitAsync(context, accepted, timeout => client.WaitForResumedAsync(id, timeout, cancellationToken), status => status.Value);
    }

    private static string[] Lines(AgentRun run)
    {
        var outcome = $"Applied: agent run {run.Id} of organization {run.OrganizationId} is resumed; its status is {run.Status.Value}.";
        return run.WebUrl is { Length: > 0 } url ? [outcome, $"See {url}"] : [outcome];
    }

    private static AgentRunReport Report(AgentRun run) => new(
        run.Id.ToString(CultureInfo.InvariantCulture),
        run.OrganizationId.ToString(CultureInfo.InvariantCulture),
        run.Status.Value,
        run.WebUrl);
}

using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>ectl agent-runs resume</c>: gives a paused agent run a prompt to go on with.</summary>
internal sealed class ResumeCommand : ClientControlCommand<CodegenClient, ResumePrompt>
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
            "Resume a paused agent run with a prompt. Every accepted call adds a prompt: ectl never sends it a second time by itself.",
            new ControlOperation(ControlService.Codegen, "resume", "agent run", IsRepeatable: false),
            TargetArgument.Number("run-id", "agent run", "The agent run to resume: a positive whole number.", least: 1))
    {
        Add(_prompt);
        Add(_images);
        Add(_organization);
        Wait = new WaitOptions(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_prompt)?.Tokens is [{ Value: TargetArgument.StandardInput }]
                && result.GetResult(Target)?.Tokens.Any(token => token.Value == TargetArgument.StandardInput) is true)
            {
                result.AddError("Standard input holds either the ids or the prompt: - stands in one of the two places only.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl agent-runs resume 101 --prompt \"go on, but leave the database alone\"",
        "ectl agent-runs resume 101 --prompt \"make it look like this\" --image sketch.png",
        "ectl agent-runs resume 101 --prompt - --wait < review.txt",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes => ExitCodesOfWaiting;

    protected override async Task<ResumePrompt> ReadInputAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var dataUris = new List<string>();
        foreach (var file in context.ParseResult.GetValue(_images) ?? [])
        {
            dataUris.Add(await ImageFile.ReadAsDataUriAsync(file, context.WorkingFolder, cancellationToken));
        }

        var text = await PromptSource.ReadAsync(context.ParseResult.GetRequiredValue(_prompt), context, cancellationToken);
        return new ResumePrompt(text, dataUris.Count > 0 ? dataUris : null);
    }

    protected override Task<CodegenClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new CodegenService(context.ParseResult.GetValue(_organization)), cancellationToken);

    protected override Question QuestionAbout(CodegenClient client, ResumePrompt input, string subject) =>
        new($"give {subject} a prompt to go on with", "no: a prompt that was given cannot be taken back") { IsForSeveralOnly = true };

    protected override async Task<ControlStep> ActAsync(ControlTarget target, CodegenClient client, ResumePrompt input, CancellationToken cancellationToken)
    {
        var id = TargetArgument.ToNumber(target.Id);
        var result = await target.CallAsync(() => client.ResumeAsync(id, input.Text, input.Images, cancellationToken));
        var accepted = Accepted(result, Lines(result.Run)) with { AgentRun = Report(result.Run) };
        return ControlStep.Of(accepted, (timeout, token) => client.WaitForResumedAsync(id, timeout, token), status => status.Value);
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

using System.Text.Json.Serialization;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Operations.AgentRuns;

/// <summary>Gives a paused agent run a prompt to go on with.</summary>
internal sealed class ResumeAgentRun() : Operation<CodegenClient, ResumeInput>(ControlOperations.ResumeAgentRun, AgentRunJsonContext.Lines.ResumeInput)
{
    public override OperationHelp Help { get; } = new(
        "Resume a paused agent run with a prompt. Every accepted call adds a prompt: ectl never sends it a second time by itself.",
        "The agent run to resume: a positive whole number.",
        "ectl agent-runs resume 101 --prompt \"go on, but leave the database alone\"",
        "ectl agent-runs resume 101 --prompt \"make it look like this\" --image sketch.png",
        "ectl agent-runs resume --status paused --source-type SLACK --prompt \"go on\" --yes",
        "ectl agent-runs resume 101 --prompt - --wait < review.txt");

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

    public override IReadOnlyList<Option> Options => [_prompt, _images];

    public override string? ComplaintAbout(CommandResult typed, bool areIdsRead) =>
        areIdsRead && typed.GetResult(_prompt)?.Tokens is [{ Value: PromptSource.StandardInput }]
            ? "Standard input holds either the ids or the prompt: - stands in one of the two places only."
            : null;

    public override async Task<ResumeInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken)
    {
        var dataUris = new List<string>();
        foreach (var file in parseResult.GetValue(_images) ?? [])
        {
            dataUris.Add(await ImageFile.ReadAsDataUriAsync(file, caller.WorkingFolder, cancellationToken));
        }

        var prompt = await PromptSource.ReadAsync(parseResult.GetRequiredValue(_prompt), caller, cancellationToken);
        return new ResumeInput { Prompt = prompt, Images = dataUris.Count > 0 ? dataUris : null };
    }

    public override string Sentence(ResumeInput input, string subject) => $"give {subject} a prompt to go on with";

    // Images would make a history of many megabytes.
    public override string? RecordedInput(ResumeInput input) => base.RecordedInput(input with { Images = null });

    public override Task<HttpRequestMessage> PlanAsync(CodegenClient client, ResumeInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.ResumeAgentRunAsync(TargetIds.ToNumber(target), input.Prompt, OptionsOf(input), cancellationToken);

    public override async Task<OperationStep> ActAsync(CodegenClient client, ResumeInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var id = TargetIds.ToNumber(call.Target);
        var result = await call.SendAsync(() => client.ResumeAgentRunAsync(id, input.Prompt, OptionsOf(input), cancellationToken: cancellationToken));
        var accepted = Accepted(result, Lines(result.Run)) with { AgentRun = Report(result.Run) };
        return new OperationStep(accepted, Awaited(result, call.Now));
    }

    public override async Task<WaitReport> WaitAsync(CodegenClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var accepted = new ResumeAgentRunResult
        {
            Service = effect.Service,
            Target = effect.Target,
            Outcome = ControlOutcome.Applied,
            Run = new AgentRun { Id = TargetIds.ToNumber(effect.Target), OrganizationId = 0 },
        };
        return effect.Judge(await client.WaitAsync(accepted, timeout, cancellationToken: cancellationToken), state => state.Value);
    }

    protected override string? Complaint(ResumeInput input) =>
        string.IsNullOrWhiteSpace(input.Prompt) ? "the prompt is empty: say what the agent is to do" : null;

    private static ResumeAgentRunOptions OptionsOf(ResumeInput input) => new() { Images = input.Images ?? [] };

    private static string[] Lines(AgentRun run)
    {
        var outcome = $"Applied: agent run {run.Id} of organization {run.OrganizationId} is resumed; its status is {run.State.Value}.";
        return run.WebUrl is { Length: > 0 } url ? [outcome, $"See {url}"] : [outcome];
    }

    private static AgentRunReport Report(AgentRun run) => new(
        run.Id.ToString(CultureInfo.InvariantCulture),
        run.OrganizationId.ToString(CultureInfo.InvariantCulture),
        run.State.Value,
        run.WebUrl);
}

/// <summary>What agent runs are told.</summary>
internal sealed record ResumeInput
{
    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Images as data URIs; null for none.</summary>
    public IReadOnlyList<string>? Images { get; init; }
}

/// <summary>The inputs about agent runs as lines of JSON.</summary>
[JsonSerializable(typeof(ResumeInput))]
[JsonSerializable(typeof(CardRange))]
internal sealed partial class AgentRunJsonContext : JsonSerializerContext
{
    public static AgentRunJsonContext Lines { get; } = new(OperationJsonContext.NewOptions());
}

using System.Text.Json.Serialization;
using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Client;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Operations.Executions;

/// <summary>Stops executions at once, in whatever state they are.</summary>
internal sealed class TerminateExecution() : ExecutionOperation<TerminateInput>(
    ControlOperations.TerminateExecution,
    KubiyaExecutionCommand.Terminate,
    new ExecutionWords("the termination", "Kubiya is terminating", "is terminated", "had been stopped before"),
    ExecutionJsonContext.Lines.TerminateInput)
{
    public override OperationHelp Help { get; } = new(
        "Stop an execution at once, in any state that is not final and without letting it clean up. It cannot be undone.",
        "The execution to terminate: a UUID.",
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\"",
        "ectl executions terminate 22222222-2222-4222-8222-222222222222 --reason \"stuck since Monday\" --wait --timeout 30s",
        "ectl executions terminate --status paused --older-than 30m --reason \"stuck since Monday\" --yes",
        "ectl --sandbox executions terminate 22222222-2222-4222-8222-222222222222 --reason rehearsal --dry-run");

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, kept with the workflow: 1 to 500 characters. Kubiya demands one; on a terminal it is asked for.",
        HelpName = "text",
    };

    public override IReadOnlyList<Option> Options => [_reason];

    public override Task<TerminateInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken)
    {
        var reason = parseResult.GetValue(_reason)?.Trim() ?? string.Empty;
        return reason.Length > 0 || caller.MayAsk ? Task.FromResult(new TerminateInput { Reason = reason }) : throw Missing();
    }

    public override async Task<TerminateInput> CompleteAsync(TerminateInput input, ICaller caller, CancellationToken cancellationToken) => new()
    {
        Reason = await AskForReasonAsync(caller, input.Reason, "Reason, kept with the workflow (Kubiya demands one): ", cancellationToken) ?? throw Missing(),
    };

    public override Task<HttpRequestMessage> PlanAsync(KubiyaClient client, TerminateInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.TerminateExecutionAsync(target, input.Reason, cancellationToken);

    protected override Task<KubiyaExecutionCommandResult> TellAsync(
        KubiyaClient client,
        TerminateInput input,
        string target,
        CancellationToken cancellationToken) =>
        client.TerminateExecutionAsync(target, input.Reason, cancellationToken: cancellationToken);

    protected override string? Complaint(TerminateInput input) => string.IsNullOrWhiteSpace(input.Reason) ? "the reason is empty: Kubiya demands one" : null;

    private static NotSentException Missing() => new(ExitCode.NotSent, "Kubiya terminates only with a reason: give --reason. Nothing was sent.");
}

/// <summary>Why executions are terminated.</summary>
internal sealed record TerminateInput
{
    /// <summary>The reason, kept with the workflow.</summary>
    public required string Reason { get; init; }
}

/// <summary>The input as a line of JSON.</summary>
[JsonSerializable(typeof(TerminateInput))]
internal sealed partial class ExecutionJsonContext : JsonSerializerContext
{
    public static ExecutionJsonContext Lines { get; } = new(OperationJsonContext.NewOptions());
}

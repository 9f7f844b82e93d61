using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>Takes an operation's place in a dry run: asks it what it would send to a target, and sends nothing.</summary>
/// <param name="operation">The operation.</param>
/// <param name="input">Its input.</param>
/// <param name="client">The service's client.</param>
/// <param name="where">Whom the service would be asked as, and where.</param>
/// <param name="redactKnown">Takes the secrets that are known out of a text.</param>
internal sealed class DryRun<TClient, TInput>(
    Operation<TClient, TInput> operation, TInput input, TClient client, string where, Func<string, string> redactKnown) : IBoundOperation
    where TClient : class, IDisposable
    where TInput : class
{
    private readonly SecretRedactor _shapes = new([]);

    public ControlOperation Entry => operation.EntryFor(input);

    public string? Recorded => null;

    public async Task<OperationStep> ActAsync(TargetCall call, CancellationToken cancellationToken)
    {
        try
        {
            using var request = await operation.PlanAsync(client, input, call.Target, cancellationToken);
            var text = await HttpText.ReadAsync(request, cancellationToken);
            return new OperationStep(new OutcomeReport
            {
                Outcome = ReportedOutcome.NotSent,
                ExitCode = ExitCode.Success,
                SafeToRepeat = true,
                DryRun = new PlannedRequest(
                    request.Method.Method,
                    Redact(request.RequestUri?.ToString() ?? string.Empty),
                    text.Headers.ToDictionary(header => header.Key, header => Redact(header.Value), StringComparer.OrdinalIgnoreCase),
                    text.Body is { } body ? Redact(body) : null),
                Lines =
                [
                    $"Dry run: this would {operation.Sentence(input, Operation.Subject(operation.Entry.TargetKind, [call.Target]))} ({where}).",
                    "Nothing was sent. The request:",
                ],
            });
        }
        catch (ArgumentException exception)
        {
            throw ArgumentMessage.NotSent(exception);
        }
    }

    public Task<WaitReport> WaitAsync(AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A dry run has no effect.");

    private string Redact(string text) => _shapes.Redact(redactKnown(text));
}

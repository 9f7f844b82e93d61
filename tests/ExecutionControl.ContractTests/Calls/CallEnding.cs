using ExecutionControl.Client;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>How a control call ended: with a result, or with a failure.</summary>
internal sealed record CallEnding(ControlResult? Result, ControlCallException? Failure)
{
    public ControlOutcome Outcome => Result?.Outcome ?? Failure!.Outcome;

    public RefusalReason? Reason => (Failure as ControlCallRefusedException)?.Reason;

    public int Attempts => Result?.Attempts ?? Failure!.Details.Attempts;

    public static async Task<CallEnding> OfAsync<TResult>(Task<TResult> call)
        where TResult : ControlResult
    {
        try
        {
            return new CallEnding(await call, Failure: null);
        }
        catch (ControlCallException failure)
        {
            return new CallEnding(Result: null, failure);
        }
    }
}

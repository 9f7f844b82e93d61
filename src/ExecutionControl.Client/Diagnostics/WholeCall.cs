using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Diagnostics;

/// <summary>Counts a call that is made of several requests by what it came to as a whole.</summary>
internal static class WholeCall
{
    public static async Task<TResult> CountAsync<TResult>(ILogger logger, ControlOperation operation, string target, Func<Task<TResult>> call)
        where TResult : ControlResult
    {
        try
        {
            var result = await call().ConfigureAwait(false);
            CallTelemetry.Count(logger, operation, target, result.Outcome, result.Attempts);
            return result;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            CallTelemetry.Count(logger, operation, target, failure.Outcome, failure.Details.Attempts);
            throw;
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Calls;

/// <summary>Begins what the calls to one server tell about themselves.</summary>
internal sealed class CallDiagnostics(ILogger logger, TimeProvider timeProvider, Uri server)
{
    /// <summary>Begins to tell of a call, or of a part of the one that is under way.</summary>
    public CallTelemetry Start(ControlOperation operation, string target, CallKind kind, string? correlationId) =>
        new(logger, timeProvider, server, operation, target, kind, correlationId);

    /// <summary>Makes a call that is made of several requests, within one span.</summary>
    public async Task<TResult> RunAsync<TResult>(ControlOperation operation, string target, CallTerms terms, Func<CallTelemetry, Task<TResult>> call)
        where TResult : ControlResult
    {
        using var scope = CallLog.Correlate(logger, terms.CorrelationId);
        using var telemetry = Start(operation, target, CallKind.Call, terms.CorrelationId);
        try
        {
            var result = await call(telemetry).ConfigureAwait(false);
            telemetry.End(result);
            return result;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            telemetry.End(failure);
            throw;
        }
    }

    /// <summary>Waits for the effect of an operation, within one span.</summary>
    public async Task<WaitResult<TState>> WaitAsync<TState>(
        ControlOperation operation,
        string target,
        CallTerms terms,
        Func<Task<WaitResult<TState>>> wait)
    {
        using var telemetry = Start(operation, target, CallKind.Wait, terms.CorrelationId);
        try
        {
            var result = await wait().ConfigureAwait(false);
            telemetry.End(result.Outcome);
            return result;
        }
        catch (Exception exception) when (exception is IControlCallFailure failure)
        {
            telemetry.End(failure);
            throw;
        }
    }

    /// <summary>
    /// Yields the rows of a list whose pages are within one span. Whoever stops before the last row has what it wanted: that is no failure.
    /// </summary>
    public async IAsyncEnumerable<T> ListAsync<T>(
        ControlOperation operation,
        string target,
        CallTerms terms,
        Func<CancellationToken, IAsyncEnumerable<T>> list,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var telemetry = Start(operation, target, CallKind.Call, terms.CorrelationId);
        var rows = list(cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isAtRest = false;
        try
        {
            while (true)
            {
                isAtRest = false;
                try
                {
                    if (!await telemetry.WithinAsync(rows.MoveNextAsync).ConfigureAwait(false))
                    {
                        isAtRest = true;
                        break;
                    }
                }
                catch (Exception exception) when (exception is IControlCallFailure failure)
                {
                    telemetry.End(failure);
                    throw;
                }

                isAtRest = true;
                yield return rows.Current;
            }
        }
        finally
        {
            if (isAtRest)
            {
                telemetry.End(ControlOutcome.Applied);
            }

            await rows.DisposeAsync().ConfigureAwait(false);
        }
    }
}

using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>One cell of the matrix: makes the call, and checks what it came to.</summary>
internal sealed class FaultCall(ControlledOperation operation, Fault fault, TurnedClock clock)
{
    private ControlResult? _result;
    private Exception? _exception;

    public async Task MakeAsync(ControlClients clients, CancellationToken cancellationToken)
    {
        try
        {
            _result = await operation.CallAsync(clients, cancellationToken);
        }
        catch (Exception exception)
        {
            _exception = exception;
        }
    }

    /// <param name="requests">How many changing requests reached the server.</param>
    /// <param name="cancellationToken">The token that the call was made with.</param>
    public void AssertExpected(int requests, CancellationToken cancellationToken = default)
    {
        var expected = fault.Expected(operation);
        var record = new CallRecord(
            _result is null ? CallRecord.EndOf(_exception!) : CallRecord.EndOf(_result),
            requests,
            [.. clock.Waits.Select(wait => wait.TotalSeconds)],
            (_exception as ControlCallRefusedException)?.Reason);

        Assert.True(expected.ToString() == record.ToString(), $"Expected: {expected}\nActual:   {record}\n{_exception}");
        if (_result is not null)
        {
            Assert.Equal((operation.Service, operation.Target), (_result.Service, _result.Target));
        }
        else
        {
            AssertTells((IControlCallFailure)_exception!, expected);
            Assert.True(_exception is not OperationCanceledException cancelled || cancelled.CancellationToken == cancellationToken);
        }
    }

    /// <summary>Whatever went wrong on the way, the failure is one of the call that was made, and says so.</summary>
    private void AssertTells(IControlCallFailure failure, CallRecord expected)
    {
        var details = failure.Details;
        Assert.Equal((operation.Service, operation.Operation, operation.Target), (details.Service, details.Operation, details.Target));
        Assert.All([operation.Service.ToString(), operation.Target], part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
        var isUnknown = expected.End is CallEnd.UnknownSafe or CallEnd.UnknownUnsafe;
        if (isUnknown && fault is { Looks: null, StopsListening: false, TokenKind: not TokenKind.ClientCredentials })
        {
            Assert.Equal(operation.UnchangedState, details.ObservedState);
        }

        Assert.Equal(failure.Outcome is ControlOutcome.Unknown, failure.Message.Contains("not known", StringComparison.Ordinal));
        Assert.Equal(failure.SafeToRepeat, !failure.Message.Contains("Do not just ask again", StringComparison.Ordinal));
    }
}

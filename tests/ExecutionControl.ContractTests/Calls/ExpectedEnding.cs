using ExecutionControl.Client;
using ExecutionControl.ContractTests.Answers;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>How a call has to end that gets one documented answer, however often it asks.</summary>
internal sealed record ExpectedEnding(ControlService Service, string Operation, string Target, DocumentedAnswer Answer, int Attempts)
{
    /// <summary>Whether a call that ends unknown may be made again.</summary>
    public bool SafeToRepeat { get; init; } = true;

    /// <summary>What a look at the target shows after a call that ends unknown.</summary>
    public string? ObservedState { get; init; }

    private (ControlOutcome Outcome, RefusalReason? Reason) Ending => Answer.Meaning switch
    {
        AnswerMeaning.Applied or AnswerMeaning.Settling => (ControlOutcome.Applied, null),
        AnswerMeaning.AppliedInPart => (ControlOutcome.Partial, null),
        AnswerMeaning.AlreadySo => (ControlOutcome.AlreadySo, null),
        AnswerMeaning.RefusedState => (ControlOutcome.Refused, RefusalReason.State),
        AnswerMeaning.RefusedValidation => (ControlOutcome.Refused, RefusalReason.Validation),
        AnswerMeaning.RefusedAuthentication => (ControlOutcome.Refused, RefusalReason.Authentication),
        AnswerMeaning.RefusedPermission => (ControlOutcome.Refused, RefusalReason.Permission),
        AnswerMeaning.RefusedNotFound => (ControlOutcome.Refused, RefusalReason.NotFound),
        AnswerMeaning.NotProcessed or AnswerMeaning.Redirected => (ControlOutcome.NotApplied, null),
        AnswerMeaning.Unclear => (ControlOutcome.Unknown, null),
        _ => throw new InvalidOperationException($"{Answer} is no answer to a control call."),
    };

    /// <summary>The waits between the attempts: the back-off's ceiling, but no less than the service asks for.</summary>
    public IEnumerable<TimeSpan> Waits
    {
        get
        {
            var isRepeated = Answer.Meaning is AnswerMeaning.NotProcessed or AnswerMeaning.Unclear;
            for (var attempt = 1; isRepeated && attempt < Attempts; attempt++)
            {
                var backOff = TimeSpan.FromSeconds(1 << (attempt - 1));
                yield return Answer.RetryAfter > backOff ? Answer.RetryAfter.Value : backOff;
            }
        }
    }

    public void AssertIs(CallEnding ending)
    {
        Assert.Equal((Ending.Outcome, Ending.Reason, Attempts), (ending.Outcome, ending.Reason, ending.Attempts));
        if (ending.Failure is { } failure)
        {
            AssertIs(failure);
        }
        else
        {
            AssertIs(ending.Result!);
        }
    }

    private void AssertIs(ControlResult result)
    {
        Assert.Equal((Service, Target, false), (result.Service, result.Target, result.HadUnclearAttempt));
        Assert.Equal(Answer.Meaning == AnswerMeaning.Settling, result.IsSettling);
        Assert.Null(result.Warning);
        Assert.Equal(Answer.RequestId, result.RequestId);
    }

    private void AssertIs(ControlCallException failure)
    {
        var details = failure.Details;
        Assert.Equal(ExceptionType, failure.GetType());
        Assert.Equal(SafeToRepeat, failure.SafeToRepeat);
        Assert.Equal((Service, Operation, Target), (details.Service, details.Operation, details.Target));
        Assert.Equal((int?)Answer.Status, details.StatusCode);
        Assert.Equal(Answer.RequestId, details.RequestId);
        Assert.Equal(Answer.RetryAfter, details.RetryAfter);
        Assert.Equal(ObservedState, details.ObservedState);
        MappedBody.AssertSame(Answer.Mapping, details.ResponseBody);
        AssertWords(details.ServiceMessage);
        // A success that cannot be understood is said to be that, and its words are left to the details.
        var words = Answer is { Status: 200, Meaning: AnswerMeaning.Unclear } ? null : Answer.Words;
        Assert.All([Service.ToString(), $"'{Target}'", words ?? ""], part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    private Type ExceptionType => Ending.Outcome switch
    {
        ControlOutcome.Refused => typeof(ControlCallRefusedException),
        ControlOutcome.NotApplied => typeof(ControlCallNotAppliedException),
        _ => typeof(ControlCallUnknownException),
    };

    private void AssertWords(string? serviceMessage)
    {
        if (Answer.Words is { } words)
        {
            Assert.Contains(words, serviceMessage, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(serviceMessage);
        }
    }
}

using System.Text;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Lets the rules strike the requests that pass.</summary>
internal sealed class FaultInjector(FaultRules rules, TimeProvider timeProvider)
{
    /// <summary>What happens before the work; null when the work is to be done.</summary>
    public ValueTask<OperationReply?> BeforeAsync(
        JournalRecord entry, ServiceEndpoint endpoint, string requestId, CancellationToken cancellationToken) =>
        rules.IsEmpty ? default : StrikeAsync(entry, endpoint, requestId, cancellationToken);

    /// <summary>What becomes of the work's answer.</summary>
    public ValueTask<OperationReply> AfterAsync(
        OperationReply reply, JournalRecord entry, ServiceEndpoint endpoint, string requestId, CancellationToken cancellationToken) =>
        rules.IsEmpty ? ValueTask.FromResult(reply) : StrikeAsync(reply, entry, endpoint, requestId, cancellationToken);

    private async ValueTask<OperationReply?> StrikeAsync(
        JournalRecord entry, ServiceEndpoint endpoint, string requestId, CancellationToken cancellationToken)
    {
        var decision = await DecideAsync(FaultMoment.BeforeWork, entry, cancellationToken).ConfigureAwait(false);
        if (decision.Rule is { EngineUnreachable: true })
        {
            // The work itself finds out.
            entry.IsEngineUnreachable = true;
            return null;
        }

        return decision.Rule is { } rule ? FaultReply.Of(rule, reply: null, endpoint, requestId) : null;
    }

    private async ValueTask<OperationReply> StrikeAsync(
        OperationReply reply, JournalRecord entry, ServiceEndpoint endpoint, string requestId, CancellationToken cancellationToken)
    {
        var decision = await DecideAsync(FaultMoment.AfterWork, entry, cancellationToken).ConfigureAwait(false);
        return decision.Rule is { } rule ? FaultReply.Of(rule, reply, endpoint, requestId) : reply;
    }

    private async Task<FaultDecision> DecideAsync(FaultMoment moment, JournalRecord entry, CancellationToken cancellationToken)
    {
        var decision = rules.Decide(moment, entry.Operation, entry.Target);
        entry.Fault = decision.RuleId ?? entry.Fault;
        if (decision.Delay > TimeSpan.Zero)
        {
            await Task.Delay(decision.Delay, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        return decision;
    }
}

/// <summary>The answer that a rule puts in the place of another.</summary>
internal static class FaultReply
{
    // Neither JSON nor UTF-8.
    private static readonly byte[] Garbage = [(byte)'{', (byte)'"', 0xC3, 0x28, 0x00, (byte)']', (byte)'}', 0xFF, 0xFE];

    private static readonly byte[] Html = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1><p>Try again later.</p></body></html>\n");

    /// <summary>Makes the answer of a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="reply">What the work answered; null when it was not done.</param>
    /// <param name="endpoint">The service that answers.</param>
    /// <param name="requestId">The request's id.</param>
    public static OperationReply Of(FaultRule rule, OperationReply? reply, ServiceEndpoint endpoint, string requestId)
    {
        if (rule.Connection != FaultConnection.Keep)
        {
            return OperationReply.Nothing(rule.Connection == FaultConnection.Reset ? ReplyDelivery.Reset : ReplyDelivery.Close);
        }

        var answer = InStatus(rule, reply, endpoint, requestId);
        answer = rule.Answer switch
        {
            FaultAnswer.Garbage => answer.WithBody("application/json", Garbage),
            FaultAnswer.Html => answer.WithBody("text/html; charset=utf-8", Html),
            FaultAnswer.Truncated => answer.DeliveredAs(ReplyDelivery.Truncated),
            _ => answer,
        };
        foreach (var (name, value) in rule.Headers)
        {
            answer.With(name, value);
        }

        return answer;
    }

    private static OperationReply InStatus(FaultRule rule, OperationReply? reply, ServiceEndpoint endpoint, string requestId)
    {
        if (rule.Body is { } body)
        {
            return OperationReply.Raw(rule.Status ?? reply?.Status ?? StatusCodes.Status200OK, rule.ContentType, Encoding.UTF8.GetBytes(body));
        }

        return (rule.Status ?? 0) switch
        {
            0 => reply ?? OperationReply.Raw(StatusCodes.Status200OK, contentType: null, ReadOnlyMemory<byte>.Empty),
            StatusCodes.Status401Unauthorized => endpoint.Unauthorized(requestId),
            >= StatusCodes.Status400BadRequest and var status => endpoint.Error(status, "a rehearsed fault", requestId),
            var status => OperationReply.Raw(status, contentType: null, ReadOnlyMemory<byte>.Empty),
        };
    }
}

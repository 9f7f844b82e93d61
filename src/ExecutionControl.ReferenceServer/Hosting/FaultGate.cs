using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Lets the rules strike the requests that pass.</summary>
internal sealed class FaultGate(FaultRules rules, TimeProvider timeProvider)
{
    /// <summary>What happens before the work; null when the work is to be done.</summary>
    public async Task<OperationReply?> BeforeAsync(RequestJournalEntry entry, ServiceEndpoint endpoint, string requestId, CancellationToken cancellationToken)
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

    /// <summary>What becomes of the work's answer.</summary>
    public async Task<OperationReply> AfterAsync(
        OperationReply reply, RequestJournalEntry entry, ServiceEndpoint endpoint, string requestId, CancellationToken cancellationToken)
    {
        var decision = await DecideAsync(FaultMoment.AfterWork, entry, cancellationToken).ConfigureAwait(false);
        return decision.Rule is { } rule ? FaultReply.Of(rule, reply, endpoint, requestId) : reply;
    }

    private async Task<FaultDecision> DecideAsync(FaultMoment moment, RequestJournalEntry entry, CancellationToken cancellationToken)
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

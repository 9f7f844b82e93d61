using System.Collections.Concurrent;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Soak;

/// <summary>Makes one call after another, and holds each outcome against what the services then show.</summary>
internal sealed class Caller(
    ConductorOneClient conductorOne,
    CodegenClient codegen,
    KubiyaClient kubiya,
    string executionId,
    long agentRunId,
    IReadOnlyList<string> automationExecutionIds,
    ConcurrentDictionary<string, int> outcomes,
    ConcurrentQueue<string> violations)
{
    private int _turn;

    public async Task CallAsync(CancellationToken cancellationToken)
    {
        switch (_turn++ % 4)
        {
            case 0:
                await CommandAsync("pause", KubiyaExecutionState.Paused, () => kubiya.PauseExecutionAsync(executionId, cancellationToken: cancellationToken), cancellationToken);
                break;
            case 1:
                await CommandAsync("resume", KubiyaExecutionState.Running, () => kubiya.ResumeExecutionAsync(executionId, cancellationToken: cancellationToken), cancellationToken);
                break;
            case 2:
                var target = automationExecutionIds[_turn % automationExecutionIds.Count];
                await OutcomeAsync("terminate", async () => (await conductorOne.TerminateAutomationExecutionAsync(target, cancellationToken: cancellationToken)).Outcome);
                break;
            default:
                await OutcomeAsync("ban", async () => (await codegen.BanPullRequestChecksAsync(agentRunId, cancellationToken: cancellationToken)).Outcome);
                break;
        }
    }

    /// <summary>Nobody else acts on this execution: whatever its status becomes, this call did it.</summary>
    private async Task CommandAsync(string name, KubiyaExecutionState wanted, Func<Task<KubiyaExecutionCommandResult>> call, CancellationToken cancellationToken)
    {
        var before = (await kubiya.GetExecutionAsync(executionId, cancellationToken: cancellationToken)).State;
        var hadUnclear = false;
        var outcome = await OutcomeAsync(name, async () =>
        {
            var result = await call();
            hadUnclear = result.HadUnclearAttempt;
            return result.Outcome;
        });
        var after = (await kubiya.GetExecutionAsync(executionId, cancellationToken: cancellationToken)).State;
        var isTrue = outcome switch
        {
            // Where an answer was lost, the status alone cannot tell who brought it about.
            ControlOutcome.Applied => after == wanted && (before != wanted || hadUnclear),
            ControlOutcome.AlreadySo => after == wanted && (before == wanted || hadUnclear),
            ControlOutcome.Refused or ControlOutcome.NotApplied => after == before,
            _ => true,
        };
        if (!isTrue)
        {
            violations.Enqueue($"{name} of {executionId} said {outcome}, from {before.Value} to {after.Value}");
        }
    }

    private async Task<ControlOutcome> OutcomeAsync(string name, Func<Task<ControlOutcome>> call)
    {
        ControlOutcome outcome;
        try
        {
            outcome = await call();
        }
        catch (Exception exception) when (exception is IControlCallFailure)
        {
            outcome = ((IControlCallFailure)exception).Outcome;
        }
#pragma warning disable CA1031 // Whatever else escapes is what this program looks for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            violations.Enqueue($"{name} threw {exception.GetType().Name}: {exception.Message}");
            return ControlOutcome.Unknown;
        }

        outcomes.AddOrUpdate($"{name} {outcome}", 1, (_, count) => count + 1);
        return outcome;
    }
}

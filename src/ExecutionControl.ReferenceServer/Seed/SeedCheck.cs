using ExecutionControl.Reference.ConductorOne;

namespace ExecutionControl.Reference.Seed;

/// <summary>What a seed has to fulfil beyond its form.</summary>
internal static class SeedCheck
{
    /// <summary>More paused executions than anybody waits for are a slip of the key.</summary>
    public const int MostPaused = 10_000_000;

    // Leaves room for the ids of executions that come later.
    private const long GreatestExecutionId = 9_000_000_000_000_000_000;

    private const long MostMilliseconds = 366L * 24 * 60 * 60 * 1000;

    private const double MostMinutes = 100 * 365.0 * 24 * 60;

    private static readonly string[] KubiyaStatuses =
        ["pending", "queued", "running", "waiting_for_input", "paused", "completed", "failed", "cancelled", "terminated"];

    /// <exception cref="InvalidDataException">It does not; the message says what.</exception>
    public static void Demand(SeedDocument document)
    {
        Demand(
            document.Automations.TrueForAll(automation => automation?.Executions.TrueForAll(execution => execution is not null) is true)
            && document.AgentRuns.TrueForAll(run => run is not null) && document.Executions.TrueForAll(execution => execution is not null),
            "one of its lists has a null in it");
        DemandUnique("automation", document.Automations.Select(automation => automation.Id));
        DemandUnique("automation execution", document.Automations.SelectMany(automation => automation.Executions).Select(execution => execution.Id));
        DemandUnique("agent run", document.AgentRuns.Select(run => run.Id));
        DemandUnique("execution", document.Executions.Select(execution => execution.Id));
        foreach (var automation in document.Automations)
        {
            Demand(automation);
        }

        foreach (var execution in document.Executions)
        {
            Demand(
                KubiyaStatuses.Contains(execution.Status, StringComparer.Ordinal),
                $"execution {execution.Id} has no status of Kubiya: '{execution.Status}'");
            Demand(execution.Type is "AGENT" or "TEAM", $"execution {execution.Id} must be of the type AGENT or TEAM");
            DemandAge(execution.CreatedMinutesAgo);
        }

        foreach (var run in document.AgentRuns)
        {
            DemandAge(run.CreatedMinutesAgo);
        }
    }

    /// <summary>The state of a name, with or without what all of them begin with.</summary>
    public static ExecutionState? StateOf(string name)
    {
        var number = Array.FindIndex([.. ExecutionStateName.All], known =>
            string.Equals(known, name, StringComparison.Ordinal) || string.Equals(known, "AUTOMATION_EXECUTION_STATE_" + name, StringComparison.Ordinal));
        return number > 0 ? (ExecutionState)number : null;
    }

    private static void Demand(SeedAutomation automation)
    {
        Demand(automation.Id.Length > 0, "an automation has an empty id");
        Demand(automation.Paused is >= 0 and <= MostPaused, $"automation {automation.Id} must have 0 to {MostPaused} paused executions");
        Demand(automation.Failing >= 0 && automation.Failing <= automation.Paused, $"automation {automation.Id} has more failing executions than paused ones");
        Demand(
            automation.PausedEveryMs is null or (> 0 and <= MostMilliseconds),
            $"automation {automation.Id} needs a pausedEveryMs of 1 or more, a year at most");
        Demand(
            automation.RetripAfter is null || (automation.RetripAfter >= 0 && automation.PausedEveryMs is not null),
            $"automation {automation.Id} needs a retripAfter of 0 or more, and a pausedEveryMs with it");
        DemandAge(automation.TrippedMinutesAgo ?? 0);
        foreach (var execution in automation.Executions)
        {
            Demand(execution.Id is > 0 and <= GreatestExecutionId, $"automation execution {execution.Id} must have an id from 1 to {GreatestExecutionId}");
            Demand(StateOf(execution.State) is not null, $"automation execution {execution.Id} has no state of ConductorOne: '{execution.State}'");
            DemandAge(execution.CreatedMinutesAgo);
        }
    }

    private static void DemandAge(double minutes) => Demand(minutes is >= 0 and <= MostMinutes, "a time lies in the future, or more than a hundred years back");

    private static void DemandUnique<T>(string what, IEnumerable<T> ids)
    {
        var seen = new HashSet<T>();
        foreach (var id in ids)
        {
            Demand(seen.Add(id), $"there are two of {what} {id}");
        }
    }

    private static void Demand(bool isRight, string problem)
    {
        if (!isRight)
        {
            throw new InvalidDataException($"The seed cannot be used: {problem}.");
        }
    }
}

using System.Globalization;
using ExecutionControl.Reference.Codegen;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.Kubiya;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Seed;

/// <summary>Writes a seed document into an empty state.</summary>
internal static class SeedDocumentWriter
{
    private const long FirstId = 1_000_001;
    public static void WriteConductorOne(StateSession session, SeedDocument document, DateTimeOffset now)
    {
        // Where no id lies that the document names itself, so that none is given twice.
        var named = document.Automations.SelectMany(automation => automation.Executions).Select(execution => execution.Id).ToList();
        var end = FirstId + document.Automations.Sum(automation => (long)automation.Paused);
        var nextId = named.Exists(id => id >= FirstId && id < end) ? named.Max() + 1 : FirstId;
        foreach (var automation in document.Automations)
        {
            Write(session, automation, nextId, now);
            nextId += automation.Paused;
        }
    }

    public static void WriteOthers(StateSession session, SeedDocument document, DateTimeOffset now)
    {
        document.AgentRuns.ForEach(run => Write(session, run, now));
        document.Executions.ForEach(execution => Write(session, execution, now));
    }

    private static void Write(StateSession session, SeedAutomation automation, long firstId, DateTimeOffset now)
    {
        DateTimeOffset? trippedAt = automation.TrippedMinutesAgo is { } minutes ? now.AddMinutes(-minutes) : null;
        AutomationStore.Add(session, new AutomationRow(
            automation.Id, automation.DisplayName ?? automation.Id, automation.Description, automation.Enabled, automation.AppId, automation.Version,
            automation.BreakerMax, BreakerPeriod.Hour, trippedAt, trippedAt is null ? 0 : automation.BreakerMax + 1, now.AddDays(-30), trippedAt));
        NewExecutions.AddPaused(session, automation.Id, automation.Version, firstId, automation.Paused, trippedAt ?? now, millisecondsApart: 0);
        session.Execute(
            "UPDATE executions SET failures_left = 1 WHERE id >= $first AND id < $first + $count", ("$first", firstId), ("$count", (long)automation.Failing));
        foreach (var execution in automation.Executions)
        {
            var state = SeedCheck.StateOf(execution.State)!.Value;
            var created = now.AddMinutes(-execution.CreatedMinutesAgo);
            ConductorOne.ExecutionStore.Add(
                session, execution.Id, automation.Id, automation.Version, state, created, updated: created, completed: state.IsFinal() ? created : null);
        }

        if (automation.PausedEveryMs is { } every)
        {
            BreakerIntake.Start(session, automation.Id, TimeSpan.FromMilliseconds(every), automation.RetripAfter, now);
        }
    }

    private static void Write(StateSession session, SeedAgentRun run, DateTimeOffset now)
    {
        var created = now.AddMinutes(-run.CreatedMinutesAgo);
        var pull = run.PullRequest is { } number
            ? new PullRequestRow(
                number, string.Create(CultureInfo.InvariantCulture, $"Pull request {number}"),
                string.Create(CultureInfo.InvariantCulture, $"https://github.com/example/seed/pull/{number}"), created,
                string.Create(CultureInfo.InvariantCulture, $"codegen/{number}"))
            : null;
        AgentRunStore.Add(session, new AgentRunRow(
            run.Id, CredentialSet.OrganizationId, AgentRunRow.Author, run.Status, created, run.Result, run.Summary, run.SourceType, pull));
        AgentRunStore.AddPrompt(session, run.Id, run.Prompt, imageCount: 0, created);
    }

    private static void Write(StateSession session, SeedExecution execution, DateTimeOffset now)
    {
        var created = now.AddMinutes(-execution.CreatedMinutesAgo);
        Kubiya.ExecutionStore.Add(session, new Kubiya.ExecutionRow(
            execution.Id.ToString("D"), execution.Type, Guid.Empty.ToString("D"), execution.EntityName, execution.Prompt, execution.Status,
            Response: null, ErrorMessage: null, "runner-1", "seed@example.com", created, created,
            ExecutionStatuses.IsFinal(execution.Status) ? created : null, created));
    }
}

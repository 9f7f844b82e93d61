using System.Text;
using System.Text.Json;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Reference;
using ExecutionControl.Testing;

namespace ExecutionControl.Runs.Tests.Support;

/// <summary>A reference server with many targets, the three clients, and a folder for journals.</summary>
internal sealed class RunsWorld : IAsyncDisposable
{
    public const string Account = "test";

    private RunsWorld(ReferenceServer server)
    {
        Server = server;
        Folder = Directory.CreateTempSubdirectory("runs-").FullName;
        ConductorOne = new ConductorOneClient(new ConductorOneClientOptions().UseReferenceServer(server));
        Codegen = new CodegenClient(new CodegenClientOptions().UseReferenceServer(server));
        Kubiya = new KubiyaClient(new KubiyaClientOptions().UseReferenceServer(server));
        Actor = ClientTargetActor.Of(ConductorOne, Codegen, Kubiya);
    }

    public ReferenceServer Server { get; }

    public string Folder { get; }

    public string JournalFile => Path.Combine(Folder, "runs.db");

    public ConductorOneClient ConductorOne { get; }

    public CodegenClient Codegen { get; }

    public KubiyaClient Kubiya { get; }

    public ClientTargetActor Actor { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="running">ConductorOne executions that run, with the ids from 1 on.</param>
    /// <param name="agentRuns">Codegen runs that are paused, with the ids from 1 on.</param>
    /// <param name="executions">Kubiya executions that run.</param>
    /// <param name="automations">Automations, of which every seventh is disabled.</param>
    public static async Task<RunsWorld> StartAsync(int running = 0, int agentRuns = 0, int executions = 0, int automations = 0)
    {
        var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { TerminateDelay = TimeSpan.Zero });
        await server.SeedAsync(Seed(running, agentRuns, executions, automations));
        return new RunsWorld(server);
    }

    /// <summary>Puts new executions in the place of all that there were.</summary>
    public Task FillAsync(int running) => Server.SeedAsync(Seed(running, 0, 0, 0));

    public static string ExecutionId(int number) => $"00000000-0000-4000-8000-{number:x12}";

    public static PlanHeader Header(string? reason = null) => new()
    {
        CreatedAt = DateTimeOffset.UtcNow,
        Title = "test",
        Reason = reason,
        Accounts =
        [
            new RunAccount { Service = ControlService.ConductorOne, Name = Account },
            new RunAccount { Service = ControlService.Codegen, Name = Account },
            new RunAccount { Service = ControlService.Kubiya, Name = Account },
        ],
    };

    public static PlannedTarget Terminate(long id) =>
        new() { Operation = ControlOperations.TerminateAutomationExecution, Account = Account, Id = $"{id}" };

    public static PlannedTarget Resume(long id) =>
        new() { Operation = ControlOperations.ResumeAgentRun, Account = Account, Id = $"{id}", Input = """{"prompt":"go on"}""" };

    public static PlannedTarget Pause(int number) =>
        new() { Operation = ControlOperations.PauseExecution, Account = Account, Id = ExecutionId(number), State = "running" };

    public static PlannedTarget Disable(string id, string? state = "enabled") =>
        new() { Operation = ControlOperations.DisableAutomation, Account = Account, Id = id, State = state };

    public Task<SqliteRunJournal> OpenJournalAsync() => SqliteRunJournal.OpenAsync(JournalFile);

    public static Task<RunRecord> CreateRunAsync(IRunJournal journal, params IEnumerable<PlannedTarget> targets) =>
        journal.CreateAsync(new RunDescription { Plan = Header() }, targets.ToAsyncEnumerable());

    public async Task<IReadOnlyList<RunTarget>> RunAsync(IRunJournal journal, string runId, ControlRunnerOptions? options = null, ITargetActor? actor = null)
    {
        var results = new List<RunTarget>();
        await foreach (var target in new ControlRunner(journal, actor ?? Actor, options).RunAsync(runId))
        {
            results.Add(target);
        }

        return results;
    }

    /// <summary>How often each target was asked for at the server with an operation, and its work done.</summary>
    public Dictionary<string, int> HandledByTarget(string operation) => Server.Journal.Entries
        .Where(entry => entry.Operation == operation && entry.WasHandled)
        .GroupBy(entry => entry.Target!, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        ConductorOne.Dispose();
        Codegen.Dispose();
        Kubiya.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Seed(int running, int agentRuns, int executions, int automations)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("automations");
            if (running > 0)
            {
                writer.WriteStartObject();
                writer.WriteString("id", "aut_many");
                writer.WriteStartArray("executions");
                for (var id = 1; id <= running; id++)
                {
                    writer.WriteStartObject();
                    writer.WriteString("id", $"{id}");
                    writer.WriteString("state", "WAITING");
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            for (var number = 1; number <= automations; number++)
            {
                writer.WriteStartObject();
                writer.WriteString("id", $"aut_{number}");
                writer.WriteBoolean("enabled", number % 7 != 0);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("agentRuns");
            for (var id = 1; id <= agentRuns; id++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", id);
                writer.WriteString("status", "PAUSED");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("executions");
            for (var number = 1; number <= executions; number++)
            {
                writer.WriteStartObject();
                writer.WriteString("id", ExecutionId(number));
                writer.WriteString("status", "running");
                writer.WriteString("type", "AGENT");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

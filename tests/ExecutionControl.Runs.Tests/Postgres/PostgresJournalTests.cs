using System.Diagnostics;
using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Postgres;

/// <summary>A journal that many machines work on, in a real PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Collection(PostgresCollection.Name)]
public sealed class PostgresJournalTests(PostgresServer server)
{
    [Fact]
    public async Task Run_ManyTargets_DoesEachOnceAndWritesItDown()
    {
        await using var world = await RunsWorld.StartAsync(running: 300, agentRuns: 3);
        await using var journal = await OpenAsync();
        var run = await RunsWorld.CreateRunAsync(
            journal,
            Enumerable.Range(1, 300).Select(id => RunsWorld.Terminate(id))
                .Concat(
                [
                    RunsWorld.Resume(1),
                    RunsWorld.Resume(2) with { Input = """{"prompt":"stop"}""" },
                    RunsWorld.Resume(3) with { SkipReason = "it is busy" },
                ]));

        var results = await world.RunAsync(journal, run.Id);

        Assert.Equal(303, results.Count);
        Assert.All(world.HandledByTarget(OperationNames.TerminateAutomationExecution), target => Assert.Equal(1, target.Value));
        Assert.Equal(new RunCounts { Total = 303, Applied = 302, NotSent = 1 }, (await journal.FindAsync(run.Id[..7]))!.Counts);
        var listed = await journal.ListTargetsAsync(run.Id).ToListAsync();
        Assert.Equal(Enumerable.Range(1, 303).Select(ordinal => (long)ordinal), listed.Select(target => target.Ordinal));
        Assert.Equal(["""{"prompt":"go on"}""", """{"prompt":"stop"}"""], listed.Select(target => target.Planned.Input).OfType<string>().Distinct());
        Assert.Equal(303, await journal.ListHistoryAsync().CountAsync());
        Assert.Equal("run-", Assert.Single(await journal.ListAsync().ToListAsync()).Id[..4]);
        Assert.Empty((await journal.VerifyAsync()).Findings);
        Assert.Empty(await world.RunAsync(journal, run.Id));
    }

    [Fact]
    public async Task BeginCommand_ThatHasEnded_LeavesItsRows()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await OpenAsync();
        var result = new TargetResult { Outcome = TargetOutcome.Applied, Message = "half a character: \ud800, and \0" };

        await journal.BeginCommandAsync(
            new RunDescription { Plan = RunsWorld.Header("because") },
            [RunsWorld.Pause(1), RunsWorld.Pause(2)],
            [new TargetNote(1, DateTimeOffset.UtcNow, result), new TargetNote(2, DateTimeOffset.UtcNow, result)]);

        Assert.Equal(
            ["half a character: \uFFFD, and \uFFFD"],
            await journal.ListHistoryAsync(new HistoryFilter { Target = RunsWorld.ExecutionId(2) }).Select(row => row.Result!.Message).ToListAsync());
        Assert.Empty((await journal.VerifyAsync()).Findings);
        using var stream = new MemoryStream();
        Assert.Equal(3, await JournalExport.WriteAsync(journal, stream));
    }

    [Fact]
    public async Task Take_LongInputs_TakesNoMoreThanFitsIntoMemory()
    {
        await using var journal = await OpenAsync();
        var prompt = new string('x', 1_500_000);
        var run = await RunsWorld.CreateRunAsync(
            journal, Enumerable.Range(1, 5).Select(id => RunsWorld.Resume(id) with { Input = $$"""{"prompt":"{{id}}{{prompt}}"}""" }));
        await using var work = await journal.ClaimAsync(run.Id);

        Assert.Equal([1L, 2], (await work.TakeAsync(256)).Select(target => target.Ordinal));
        Assert.Equal([3L, 4], (await work.TakeAsync(256)).Select(target => target.Ordinal));
    }

    [Fact]
    public async Task BeginCommand_CallsUnderWay_AreOpenUntilTheirEnd()
    {
        await using var journal = await OpenAsync();
        var (planned, at) = (new[] { RunsWorld.Pause(1), RunsWorld.Resume(2), RunsWorld.Pause(3) }, DateTimeOffset.UtcNow);

        var command = await journal.BeginCommandAsync(new RunDescription { Plan = RunsWorld.Header() }, planned, [new TargetNote(1, at)]);
        await command.NoteAsync([new TargetNote(2, at), new TargetNote(1, at, new TargetResult { Outcome = TargetOutcome.Applied })]);
        var during = await journal.ListHistoryAsync().Select(row => (row.Ordinal, row.IsOpen)).ToListAsync();
        Assert.Empty((await journal.VerifyAsync()).Findings);
        await command.NoteAsync([new TargetNote(2, at, new TargetResult { Outcome = TargetOutcome.Unknown }), new TargetNote(3, null, TargetResult.NotSent("No."))]);

        Assert.Equal([(1, false), (2, true)], during.Order());
        Assert.Equal(new RunCounts { Total = 3, Applied = 1, Unknown = 1, NotSent = 1 }, (await journal.FindAsync(command.RunId))!.Counts);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Theory]
    [InlineData("UPDATE execution_control.targets SET status = 0, intents = 0, intended_at = NULL WHERE ordinal = 2", "target 2")]
    [InlineData("DELETE FROM execution_control.history WHERE content LIKE '%targetIntended%' AND ordinal = 2", "of its history")]
    [InlineData("UPDATE execution_control.targets SET status = 1 WHERE ordinal = 3", "target 3")]
    public async Task Verify_IntentOfWhatMustNotBeRepeated_ChangedByHandIsFound(string change, string finding)
    {
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, [.. Enumerable.Range(1, 3).Select(id => RunsWorld.Resume(id)), RunsWorld.Pause(1)]);
        await using (var work = await journal.ClaimAsync(run.Id))
        {
            var targets = await work.TakeAsync(4);
            var intended = await Task.WhenAll(targets.Select(target => work.IntendAsync(target)));
            await work.SettleAsync(intended[0], new TargetResult { Outcome = TargetOutcome.Applied });
            await Task.WhenAll(work.WithdrawAsync(intended[2]), work.WithdrawAsync(intended[3]));
        }

        Assert.Empty((await journal.VerifyAsync()).Findings);

        Assert.True(await PostgresServer.ExecuteAsync(address, change) > 0);

        Assert.Contains((await journal.VerifyAsync()).Findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_TargetTwiceOrAnotherDigest_MakesNothing()
    {
        await using var journal = await OpenAsync();

        await Assert.ThrowsAsync<PlanFormatException>(
            () => RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1), RunsWorld.Terminate(1) with { Id = "01" }));
        await Assert.ThrowsAsync<PlanFormatException>(() => journal.CreateAsync(
            new RunDescription { Plan = RunsWorld.Header(), Digest = "sha256:other" }, new[] { RunsWorld.Terminate(1) }.ToAsyncEnumerable()));

        Assert.Empty(await journal.ListAsync().ToListAsync());
    }

    [Theory]
    [InlineData("UPDATE execution_control.history SET content = replace(content, 'Applied', 'Refused') WHERE sequence = 4", "row 4")]
    [InlineData("UPDATE execution_control.history SET content = 'garbage' WHERE sequence = 4", "row 4")]
    [InlineData("DELETE FROM execution_control.history WHERE sequence = 4", "before row 5")]
    [InlineData("DELETE FROM execution_control.history WHERE sequence = 7", "the last 1 row")]
    [InlineData("UPDATE execution_control.targets SET outcome = 5 WHERE ordinal = 3", "target 3")]
    [InlineData("UPDATE execution_control.targets SET status = 0 WHERE ordinal = 3", "target 3")]
    [InlineData("UPDATE execution_control.targets SET id = '77' WHERE ordinal = 3", "not those of its plan")]
    [InlineData("DELETE FROM execution_control.runs", "runs are missing")]
    [InlineData(
        "INSERT INTO execution_control.history SELECT run, 0, ordinal, content, hash FROM execution_control.history WHERE sequence = 4",
        "row 0 of its history was inserted")]
    public async Task Verify_ChangedByHand_IsFound(string change, string finding)
    {
        await using var world = await RunsWorld.StartAsync(running: 5);
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 5).Select(id => RunsWorld.Terminate(id)));
        await world.RunAsync(journal, run.Id);
        Assert.Empty((await journal.VerifyAsync()).Findings);

        Assert.True(await PostgresServer.ExecuteAsync(address, change) > 0);

        Assert.Contains((await journal.VerifyAsync()).Findings, found => found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Intend_LeaseEnded_SendsNothingAndOthersTakeOver()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 4);
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 4).Select(id => RunsWorld.Resume(id)));
        await using var work = await journal.ClaimAsync(run.Id);
        var targets = await work.TakeAsync(3);
        var intended = await work.IntendAsync(targets[0]);

        // By the database's clock, as for a worker that was frozen.
        await PostgresServer.ExecuteAsync(address, "UPDATE execution_control.leases SET expires_at = clock_timestamp() - interval '1 second'");
        await Assert.ThrowsAsync<RunLostException>(() => work.IntendAsync(targets[1]));
        Assert.Empty(await work.TakeAsync(1));
        var others = (await world.RunAsync(journal, run.Id)).ToDictionary(target => target.Ordinal, target => target.Result!.Outcome);
        await Assert.ThrowsAsync<RunLostException>(() => work.SettleAsync(intended, new TargetResult { Outcome = TargetOutcome.Applied }));

        Assert.Equal(TargetOutcome.Unknown, others[1]);
        Assert.Equal([TargetOutcome.Applied, TargetOutcome.Applied, TargetOutcome.Applied], [others[2], others[3], others[4]]);
        Assert.Equal(1, world.Server.State.AgentRun(1).PromptCount);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Run_TwoWorkers_ShareTheTargets()
    {
        await using var world = await RunsWorld.StartAsync(running: 300);
        await using var journal = await OpenAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 300).Select(id => RunsWorld.Terminate(id)));

        var options = new ControlRunnerOptions { Rate = RunRate.Parse("200/s", null), Concurrency = 4 };

        // Whoever comes first waits with its first targets, which are fewer than all, until the other has some, too.
        TaskCompletionSource[] begun = [new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)];
        ScriptedActor Actor(int worker) => new(world.Actor)
        {
            Acting = async (_, act) =>
            {
                begun[worker].TrySetResult();
                await begun[1 - worker].Task.WaitAsync(TimeSpan.FromSeconds(30));
                return await act();
            },
        };

        var both = await Task.WhenAll(
            world.RunAsync(journal, run.Id, options, Actor(0)), world.RunAsync(journal, run.Id, options, Actor(1)));

        Assert.Equal(300, both.SelectMany(results => results).Select(target => target.Ordinal).Distinct().Count());
        Assert.All(both, results => Assert.NotEmpty(results));
        Assert.All(world.HandledByTarget(OperationNames.TerminateAutomationExecution), target => Assert.Equal(1, target.Value));
    }

    /// <summary>Two workers that ask for turns as fast as they can: the turns lie as far apart as the rate says, by one clock.</summary>
    [Fact]
    public async Task Reserve_TwoWorkers_TakeTurnsAtTheRateOfBoth()
    {
        const int turns = 100;
        var interval = TimeSpan.FromMilliseconds(25);
        await using var journal = await OpenAsync();
        var run = await RunsWorld.CreateRunAsync(journal, RunsWorld.Terminate(1));
        await using var first = await journal.ClaimAsync(run.Id);
        await using var second = await journal.ClaimAsync(run.Id);
        var startedAt = Stopwatch.GetTimestamp();

        var times = (await Task.WhenAll(TakeAsync(first), TakeAsync(second))).SelectMany(worker => worker).Order().ToList();
        await first.SharedPace!.CloseAsync("service", TimeSpan.FromMinutes(1));

        Assert.Equal(((2 * turns) - 1) * interval.TotalSeconds, (times[^1] - times[0]).TotalSeconds, 0.5);
        Assert.InRange(await second.SharedPace!.ReserveAsync("service", 0, TimeSpan.Zero), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));

        async Task<List<TimeSpan>> TakeAsync(IRunWork work)
        {
            var taken = new List<TimeSpan>();
            for (var turn = 0; turn < turns; turn++)
            {
                var wait = await work.SharedPace!.ReserveAsync(string.Empty, 1, interval);
                taken.Add(Stopwatch.GetElapsedTime(startedAt) + wait);
            }

            return taken;
        }
    }

    [Theory]
    [InlineData("postgres://user:secret@host/db", "password")]
    [InlineData("postgres://user@host/db?password=secret", "password")]
    [InlineData("Host=host;Password=secret", "password")]
    [InlineData("mysql://user@host/db", "no address")]
    [InlineData("postgres://user@host/db?colour=blue", "colour")]
    [InlineData("nonsense", "no address")]
    [InlineData("postgres://user:12?secret@host/db", "password")]
    [InlineData("postgres://user:4711#secret@host/db", "password")]
    [InlineData("postgres://user:4711/secret@host/db", "password")]
    [InlineData("postgres://user@host/db?Secret1=secret", "something")]
    [InlineData("postgres://user@host/db?secret", "something")]
    [InlineData("Host=host;SSL Password=secret", "password")]
    [InlineData("Host=host;Username=ab;secret", "no address")]
    public async Task Open_AddressThatCannotBeUsed_IsRefusedWithoutItsSecret(string address, string complaint)
    {
        var refused = await Assert.ThrowsAsync<RunJournalException>(() => PostgresRunJournal.OpenAsync(address));

        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Where the database itself says that a commit need not wait for the disk, as is a common setting.</summary>
    [Theory]
    [InlineData("off", "on")]
    [InlineData("remote_apply", "remote_apply")]
    public async Task Open_DatabaseThatDoesNotWaitForTheDisk_IsMadeToWait(string set, string held)
    {
        var address = await server.CreateDatabaseAsync();
        var name = new Uri(address).AbsolutePath.Trim('/');
        await PostgresServer.ExecuteAsync(address, $"ALTER DATABASE {name} SET synchronous_commit = {set}");

        await using var database = await PostgresDatabase.OpenAsync(address, CancellationToken.None);

        Assert.Equal(held, await SettingAsync(database));
    }

    [Fact]
    public async Task Open_AddressThatSaysNotToWaitForTheDisk_WaitsAllTheSame()
    {
        var address = new Uri(await server.CreateDatabaseAsync());
        var settings = $"Host={address.Host};Port={address.Port};Username=journal;Database={address.AbsolutePath.Trim('/')};Options=-c synchronous_commit=off";

        await using var database = await PostgresDatabase.OpenAsync(settings, CancellationToken.None);

        Assert.Equal("on", await SettingAsync(database));
    }

    /// <summary>A mistake of the program's own, here the use of what is disposed of, is not said to be the database's.</summary>
    [Fact]
    public async Task Find_JournalDisposedOf_IsNoFailureOfTheDatabase()
    {
        var journal = await OpenAsync();
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.FindAsync("run-1"));
    }

    /// <summary>The consent to send again what is unknown is good for one pass: what it did not come to stays unknown.</summary>
    [Fact]
    public async Task Claim_RetryUnknownAndNotComeToIt_StaysUnknown()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 3);
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await Unknowns.MakeAsync(world, journal, 3);

        await Unknowns.RetryAndEndAsync(journal, run);
        var after = (await journal.FindAsync(run))!.Counts;
        var plain = await world.RunAsync(journal, run);

        Assert.Equal(3, after.Unknown);
        Assert.Equal(TargetOutcome.Unknown, Assert.Single(plain).Result!.Outcome);
        Assert.All(Enumerable.Range(1, 3), id => Assert.Equal(1, world.Server.State.AgentRun(id).PromptCount));
        Assert.Empty((await journal.VerifyAsync()).Findings);
        var asked = await world.RunAsync(journal, run, new ControlRunnerOptions { Claim = new RunClaimOptions { RetryUnknown = true } });
        Assert.Equal(3, asked.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        Assert.Equal(new RunCounts { Total = 3, Applied = 3 }, (await journal.FindAsync(run))!.Counts);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    /// <summary>Also while another worker's lease is alive, such as that of one that was killed a moment ago.</summary>
    [Fact]
    public async Task Claim_RetryUnknownWhileAnotherLeaseLives_RetriesWhatWasUnknownBefore()
    {
        await using var world = await RunsWorld.StartAsync(agentRuns: 2);
        await using var journal = await OpenAsync();
        var run = await Unknowns.MakeAsync(world, journal, 2);
        await using var other = await journal.ClaimAsync(run);

        var asked = await world.RunAsync(journal, run, new ControlRunnerOptions { Claim = new RunClaimOptions { RetryUnknown = true } });
        await using var late = await journal.ClaimAsync(run, new RunClaimOptions { RetryUnknown = true });

        Assert.Equal(2, asked.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        Assert.Empty(await late.TakeAsync(10));
    }

    /// <summary>Two workers whose credential has expired: neither waits for what the other has passed over.</summary>
    [Fact]
    public async Task Run_TwoWorkersWithTheSameExpiredCredential_BothEnd()
    {
        await using var world = await RunsWorld.StartAsync(running: 80);
        world.Server.Faults.Add(new FaultRule { Operation = OperationNames.TerminateAutomationExecution, Status = 401 });
        await using var journal = await OpenAsync();
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 80).Select(id => RunsWorld.Terminate(id)));
        var options = new ControlRunnerOptions { Concurrency = 4 };
        var runners = Enumerable.Range(0, 2).Select(_ => new ControlRunner(journal, world.Actor, options)).ToList();

        await Task.WhenAll(runners.Select(runner => runner.RunAsync(run.Id).ToListAsync().AsTask())).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.All(runners, runner => Assert.Equal(RunStopKind.SharedCause, runner.Stop?.Kind));
    }

    /// <summary>The tables as version 0.2.0 has made them, with a run in the middle.</summary>
    [Fact]
    public async Task Open_TablesOfTheReleasedVersion_AreMigratedAndGoneOnWith()
    {
        await using var world = await RunsWorld.StartAsync(running: 6);
        var address = await server.CreateDatabaseAsync();
        RunRecord run;
        await using (var before = await PostgresRunJournal.OpenAsync(address))
        {
            run = await RunsWorld.CreateRunAsync(before, Enumerable.Range(1, 6).Select(id => RunsWorld.Terminate(id)));
            await using var work = await before.ClaimAsync(run.Id);
            await work.SettleAsync(await work.IntendAsync((await work.TakeAsync(1))[0]), new TargetResult { Outcome = TargetOutcome.Applied });
        }

        await PostgresServer.ExecuteAsync(
            address,
            """
            DROP INDEX execution_control.runs_by_digest;
            ALTER TABLE execution_control.runs DROP COLUMN pacing, DROP COLUMN canary_passed;
            ALTER TABLE execution_control.leases DROP COLUMN claimed_to;
            UPDATE execution_control.version SET number = 3;
            """);

        await using var journal = await PostgresRunJournal.OpenAsync(address);
        Assert.Equal(new RunPacing(), (await journal.FindAsync(run.Id))!.Pacing);
        Assert.Equal(run.Id, Assert.Single(await journal.ListAsync(new RunFilter { Digest = run.Digest }).ToListAsync()).Id);
        Assert.Equal(5, (await world.RunAsync(journal, run.Id)).Count);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task Open_NewerTables_AreRefused()
    {
        var address = await server.CreateDatabaseAsync();
        await (await PostgresRunJournal.OpenAsync(address)).DisposeAsync();
        await PostgresServer.ExecuteAsync(address, "UPDATE execution_control.version SET number = 99");

        var refused = await Assert.ThrowsAsync<RunJournalException>(() => PostgresRunJournal.OpenAsync(address));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ManyAtOnce_MakeTheTablesOnce()
    {
        var address = await server.CreateDatabaseAsync();

        var journals = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresRunJournal.OpenAsync(address)));

        Assert.All(journals, journal => Assert.StartsWith("postgres://journal@127.0.0.1:", journal.Location, StringComparison.Ordinal));
        foreach (var journal in journals)
        {
            await journal.DisposeAsync();
        }
    }

    private static async Task<string> SettingAsync(PostgresDatabase database) => (await database.UseAsync(
        connection => PostgresDatabase.ReadAllAsync(
            connection, "SELECT current_setting('synchronous_commit')", row => row.GetString(0), CancellationToken.None),
        CancellationToken.None))[0];

    private async Task<PostgresRunJournal> OpenAsync() => await PostgresRunJournal.OpenAsync(await server.CreateDatabaseAsync());
}

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}

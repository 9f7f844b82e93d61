using ExecutionControl.Reference;
using ExecutionControl.Runs.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Runs.Tests.Postgres;

/// <summary>
/// What workers share, by the times that the database itself has written: however busy the machine is on which the workers run, what is asserted
/// here holds.
/// </summary>
/// <param name="server">The server.</param>
[Collection(PostgresCollection.Name)]
public sealed class PostgresSharingTests(PostgresServer server)
{
    /// <summary>Notes every attempt to claim targets, also those that found none.</summary>
    private const string Watch =
        """
        CREATE TABLE public.attempts (began timestamptz NOT NULL, ended timestamptz NOT NULL, taken bigint NOT NULL);
        CREATE FUNCTION public.note_attempt() RETURNS trigger LANGUAGE plpgsql AS $note$
        DECLARE
            claimed bigint := (SELECT COUNT(*) FROM new_rows n JOIN old_rows o USING (run, ordinal)
                WHERE n.lease IS NOT NULL AND n.lease IS DISTINCT FROM o.lease);
        BEGIN
            IF claimed > 0 OR NOT EXISTS (SELECT 1 FROM new_rows) THEN
                INSERT INTO public.attempts VALUES (statement_timestamp(), clock_timestamp(), claimed);
            END IF;
            RETURN NULL;
        END
        $note$;
        CREATE TRIGGER note_attempt AFTER UPDATE ON execution_control.targets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION public.note_attempt();
        """;

    /// <summary>Notes of every target that is taken from one worker by another when, by the database's clock.</summary>
    private const string TakeOvers =
        """
        CREATE TABLE public.take_overs (ordinal bigint PRIMARY KEY, lease bigint NOT NULL, at timestamptz NOT NULL);
        CREATE FUNCTION public.note_take_over() RETURNS trigger LANGUAGE plpgsql AS $note$
        BEGIN
            INSERT INTO public.take_overs VALUES (NEW.ordinal, OLD.lease, clock_timestamp());
            RETURN NULL;
        END
        $note$;
        CREATE TRIGGER note_take_over AFTER UPDATE ON execution_control.targets FOR EACH ROW
            WHEN (NEW.lease IS NOT NULL AND OLD.lease IS NOT NULL AND NEW.lease <> OLD.lease) EXECUTE FUNCTION public.note_take_over();
        """;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Work_FourProcesses_KeepTheRateOfAllWithinFivePerCent()
    {
        const int targets = 600;
        const int perSecond = 120;
        const int placesOfAll = 4 * 4;
        await using var world = await RunsWorld.StartAsync(running: targets);
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));

        // Nobody begins before all are there: one process alone would keep the rate by itself.
        await using var held = await journal.ClaimAsync(run.Id);
        Assert.Equal(targets, (await held.TakeAsync(targets)).Count);
        WorkerProcess[] workers = [.. Enumerable.Range(0, 4).Select(_ => WorkerProcess.Start(
            WorkerProcess.Dotnet, WorkerProcess.Arguments(world, run.Id, address, "concurrency=4", $"rate={perSecond}/s")))];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await ReadAsync(address, "SELECT id FROM execution_control.leases", row => row.GetInt64(0))).Count < 1 + workers.Length)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
        }

        await held.DisposeAsync();
        await Task.WhenAll(workers.Select(worker => worker.EndedAsync()));

        Assert.All(workers, worker => Assert.Equal("done", worker.Lines[^1]));
        Assert.All(workers, worker => Assert.True(worker.Lines.Count > 1, "One of them had nothing to do."));
        var begun = await ReadAsync(
            address, "SELECT intended_at FROM execution_control.targets ORDER BY intended_at", row => row.GetFieldValue<DateTimeOffset>(0));
        Assert.Equal(targets, begun.Count);

        // A turn is taken in one of the places: so many can lag behind theirs and come together, and no more.
        var most = ((begun[^1] - begun[0]).TotalSeconds * perSecond) + 1 + placesOfAll;
        Assert.InRange(targets, 0, most);
        Assert.True(placesOfAll + 1 <= targets * 0.05, "This says nothing of five per cent.");
        Assert.All(world.HandledByTarget(OperationNames.TerminateAutomationExecution), target => Assert.Equal(1, target.Value));
        foreach (var worker in workers)
        {
            await worker.DisposeAsync();
        }
    }

    /// <summary>
    /// Whoever finds a target free that another claims in the same moment leaves it to the other: what a statement found of the lease before it had
    /// the row says nothing of the row that it then has.
    /// </summary>
    [Fact]
    public async Task Take_ManyWorkersAtTheSameTargets_GivesEachTargetToOne()
    {
        const int targets = 900;
        await using var journal = await PostgresRunJournal.OpenAsync(await server.CreateDatabaseAsync());
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)));
        var workers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => journal.ClaimAsync(run.Id)));

        var taken = await Task.WhenAll(workers.Select(work => Task.Run(async () =>
        {
            var own = new List<RunTarget>();
            while (await work.TakeAsync(3) is { Count: > 0 } some)
            {
                own.AddRange(some);
                await work.IntendAllAsync(some);
            }

            return own;
        })));

        Assert.Equal(
            Enumerable.Range(1, targets).Select(ordinal => (long)ordinal), taken.SelectMany(own => own).Select(target => target.Ordinal).Order());
        foreach (var work in workers)
        {
            await work.DisposeAsync();
        }
    }

    /// <summary>What the run keeps is over all workers: one does the first targets while the others wait, and all stop at its limit.</summary>
    [Fact]
    public async Task Work_PaceKept_HoldsOverAllWorkers()
    {
        await using var world = await RunsWorld.StartAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(await server.CreateDatabaseAsync());
        var run = await journal.CreateAsync(
            new RunDescription { Plan = RunsWorld.Header(), Pacing = new RunPacing { Concurrency = 2, Canary = 3, StopAfterFailures = 20 } },
            Enumerable.Range(1, 400).Select(RunsWorld.Pause).ToAsyncEnumerable());
        var (asked, calls, failures) = (0, 0, 0);
        var callsWhenAsked = 0;
        var actor = new ScriptedActor(world.Actor)
        {
            Acting = async (target, _) =>
            {
                Interlocked.Increment(ref calls);
                if (target.Ordinal <= 3)
                {
                    return new TargetResult { Outcome = TargetOutcome.Applied, SafeToRepeat = true, Attempts = 1 };
                }

                // Slowly, so that each of them hears of what the others came to.
                await Task.Delay(TimeSpan.FromMilliseconds(Interlocked.Increment(ref failures) > 8 ? 1500 : 1));
                return new TargetResult { Outcome = TargetOutcome.Refused, SafeToRepeat = true, Attempts = 1 };
            },
            Observing = (_, _) => Task.FromResult<string?>("paused"),
        };
        var options = new ControlRunnerOptions
        {
            ConfirmCanary = async (report, token) =>
            {
                Interlocked.Increment(ref asked);
                Assert.Equal(3, report.Targets.Count);
                await Task.Delay(TimeSpan.FromSeconds(1), token);
                callsWhenAsked = Volatile.Read(ref calls);
                return true;
            },
        };
        var runners = Enumerable.Range(0, 3).Select(_ => new ControlRunner(journal, actor, options)).ToList();

        await Task.WhenAll(runners.Select(runner => runner.RunAsync(run.Id).CountAsync().AsTask())).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((1, 3), (asked, callsWhenAsked));
        Assert.All(runners, runner => Assert.Equal(RunStopKind.TooManyFailures, runner.Stop?.Kind));

        // What is under way, or is begun before they hear of it, still comes to its end; three times the limit, each by its own count, would be 60.
        Assert.InRange((await journal.FindAsync(run.Id))!.Counts.Refused, 20, 45);
        Assert.Empty((await journal.VerifyAsync()).Findings);
    }

    /// <summary>A worker that is not heard of any more, and another that has nothing else to do.</summary>
    [Fact]
    public async Task Work_LeaseEnded_TargetsAreTakenOverByTheNextAttemptAndNoneIsSlow()
    {
        await using var world = await RunsWorld.StartAsync(running: 20);
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 20).Select(id => RunsWorld.Terminate(id)));

        // Its clock stands still, so that it never renews its lease.
        await using var dead = await PostgresRunJournal.OpenAsync(address, new FakeTimeProvider());
        await using var held = await dead.ClaimAsync(run.Id, new RunClaimOptions { Lease = TimeSpan.FromSeconds(4) });
        Assert.Equal(20, (await held.TakeAsync(20)).Count);
        await PostgresServer.ExecuteAsync(address, Watch);
        var ends = Assert.Single(
            await ReadAsync(address, "SELECT expires_at FROM execution_control.leases", row => row.GetFieldValue<DateTimeOffset>(0)));

        var results = await world.RunAsync(journal, run.Id);

        Assert.Equal(20, results.Count(target => target.Result!.Outcome == TargetOutcome.Applied));
        var attempts = await ReadAsync(
            address,
            "SELECT began, ended, taken FROM public.attempts ORDER BY began",
            row => (Began: row.GetFieldValue<DateTimeOffset>(0), Ended: row.GetFieldValue<DateTimeOffset>(1), Taken: row.GetInt64(2)));
        var inVain = attempts.TakeWhile(attempt => attempt.Taken == 0).ToList();
        Assert.True(attempts[inVain.Count].Ended >= ends, "Targets were taken under a lease that was still alive.");
        Assert.All(inVain, attempt => Assert.True(attempt.Began <= ends, "An attempt after the end of the lease took nothing."));

        // How long a lease that has ended goes unnoticed: the time from one attempt to the next. The middle one, as a busy machine makes some late.
        TimeSpan[] pauses = [.. inVain.Zip(inVain.Skip(1), (one, next) => next.Began - one.Began).Order()];
        Assert.InRange(pauses[pauses.Length / 2], TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Workers that are not heard of any more, one after another, and others that have their hands full: whoever is idle looks often anyway. A second is
    /// the bound; what an observer beside them has to wait for the same database is the machine's, and is allowed on top.
    /// </summary>
    [Fact]
    public async Task Work_LeasesEndWhileOthersAreBusy_EveryTargetIsTakenOverWithinASecondOfItsLease()
    {
        const int each = 15;
        int[] leases = [2, 3, 4];
        await using var world = await RunsWorld.StartAsync();
        var address = await server.CreateDatabaseAsync();
        await using var journal = await PostgresRunJournal.OpenAsync(address);
        var run = await RunsWorld.CreateRunAsync(journal, Enumerable.Range(1, 400).Select(RunsWorld.Pause));
        await PostgresServer.ExecuteAsync(address, TakeOvers);
        await using var dead = await PostgresRunJournal.OpenAsync(address, new FakeTimeProvider());
        var held = new List<IRunWork>();
        foreach (var lease in leases)
        {
            var work = await dead.ClaimAsync(run.Id, new RunClaimOptions { Lease = TimeSpan.FromSeconds(lease) });
            held.Add(work);
            var taken = await work.TakeAsync(each);
            Assert.Equal(each, taken.Count);
            await work.IntendAllAsync([.. taken.Take(5)]);
        }

        var busy = new ScriptedActor(world.Actor)
        {
            Acting = async (_, _) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                return new TargetResult { Outcome = TargetOutcome.Applied, SafeToRepeat = true, Attempts = 1 };
            },
            Observing = (_, _) => Task.FromResult<string?>("running"),
        };
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var options = new ControlRunnerOptions { Concurrency = 4 };
        Task[] survivors = [.. Enumerable.Range(0, 2).Select(_ => new ControlRunner(journal, busy, options).RunAsync(run.Id, end.Token).CountAsync().AsTask())];

        var moments = new List<DateTimeOffset>();
        while (!end.IsCancellationRequested
            && (await ReadAsync(address, "SELECT COUNT(*) FROM public.take_overs", row => row.GetInt64(0)))[0] < each * leases.Length)
        {
            moments.AddRange(await ReadAsync(address, "SELECT clock_timestamp()", row => row.GetFieldValue<DateTimeOffset>(0)));
            await Task.Delay(Look);
        }

        await end.CancelAsync();
        await Task.WhenAll(survivors).ContinueWith(static _ => { }, TaskScheduler.Default);
        var takeOvers = await ReadAsync(
            address,
            "SELECT t.ordinal, t.at, l.expires_at FROM public.take_overs t JOIN execution_control.leases l ON l.id = t.lease ORDER BY t.ordinal",
            row => (Ordinal: row.GetInt64(0), At: row.GetFieldValue<DateTimeOffset>(1), Ended: row.GetFieldValue<DateTimeOffset>(2)));
        Assert.Equal(Enumerable.Range(1, each * leases.Length).Select(ordinal => (long)ordinal), takeOvers.Select(taken => taken.Ordinal));
        var stall = moments.Zip(moments.Skip(1), (one, next) => next - one - Look).Max();
        Assert.All(takeOvers, taken => Assert.InRange(taken.At - taken.Ended, TimeSpan.Zero, TimeSpan.FromSeconds(1) + stall));
        foreach (var work in held)
        {
            await work.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(string address, string text, Func<Npgsql.NpgsqlDataReader, T> read)
    {
        await using var database = await PostgresDatabase.OpenAsync(address, CancellationToken.None);
        return await database.UseAsync(connection => PostgresDatabase.ReadAllAsync(connection, text, read, CancellationToken.None), CancellationToken.None);
    }
}

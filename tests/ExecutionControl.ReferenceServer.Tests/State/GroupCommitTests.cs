using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.State;

public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly StateDatabase _database;

    public GroupCommitTests()
    {
        _database = StateDatabase.Open(_folder.File("state.db"), TimeSpan.FromSeconds(1));
        _database.Write(session => session.Run("CREATE TABLE marks (id INTEGER PRIMARY KEY)"));
    }

    [Fact]
    public async Task Write_AnotherOneOfTheGroupFails_IsDoneWhole()
    {
        using var first = HeldWrite.Begin(_database, 1);
        var second = MarkAsync(2);
        var failing = _database.WriteAsync<bool>(
            session =>
            {
                Mark(session, 3);
                throw new InvalidOperationException("no");
            },
            CancellationToken.None);
        var doubled = MarkAsync(2);
        var last = MarkAsync(4);
        first.Release();

        await Task.WhenAll(first.Done, second, last).WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Assert.ThrowsAsync<SqliteException>(() => doubled);
        Assert.Equal([1, 2, 4], Marks());
    }

    [Fact]
    public async Task Write_OneOfOneStatementFails_LosesNoOther()
    {
        using var first = HeldWrite.Begin(_database, 1);
        var second = OneMarkAsync(2);
        var refused = _database.WriteAsync<bool>(_ => throw new InvalidOperationException("no"), StateChange.OneExecution, CancellationToken.None);
        var doubled = OneMarkAsync(2);
        var last = OneMarkAsync(3);
        first.Release();

        await Task.WhenAll(first.Done, second, last).WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused);
        await Assert.ThrowsAsync<SqliteException>(() => doubled);
        Assert.Equal([1, 2, 3], Marks());
    }

    [Fact]
    public async Task Write_MoreThanTheOneStatementAndFails_IsNotDoneByHalf()
    {
        using var first = HeldWrite.Begin(_database, 1);
        var failing = _database.WriteAsync(session => Mark(session, 2) && Mark(session, 2), StateChange.OneExecution, CancellationToken.None);
        first.Release();
        await Assert.ThrowsAsync<SqliteException>(() => failing.WaitAsync(Patience));
        await Assert.ThrowsAsync<SqliteException>(() => first.Done.WaitAsync(Patience));
        Assert.Empty(Marks());
    }

    [Fact]
    public async Task Write_AsOfARevision_IsDoneUntilSomethingElseChanges()
    {
        await MarkAsync(1);
        var first = _database.LastRevision;
        Assert.True(await MarkAsOfAsync(first, 2, StateChange.OneExecution));
        Assert.True(await MarkAsOfAsync(first, 3, StateChange.Executions));
        Assert.True(await MarkAsOfAsync(first, 4, StateChange.Any));
        var second = _database.LastRevision;
        Assert.NotEqual(first, second);
        await Assert.ThrowsAsync<StateMovedOnException>(() => MarkAsOfAsync(first, 5, StateChange.OneExecution));
        Assert.True(await MarkAsOfAsync(second, 6, StateChange.OneExecution));
        Assert.Equal([1, 2, 3, 4, 6], Marks());
    }

    [Fact]
    public async Task Write_AnotherProcessHasWritten_IsNotDoneAsOfBefore()
    {
        await MarkAsync(1);
        var before = _database.LastRevision;
        await using (var other = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "INSERT INTO marks (id) VALUES (100)";
            await command.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAsync<StateMovedOnException>(() => MarkAsOfAsync(before, 2, StateChange.OneExecution));
        Assert.Null(_database.LastRevision);
        await MarkAsync(3);
        Assert.NotNull(_database.LastRevision);
        Assert.NotEqual(before, _database.LastRevision);
        Assert.True(await MarkAsOfAsync(_database.LastRevision, 4, StateChange.OneExecution));
        Assert.Equal([1, 3, 4, 100], Marks());
    }

    [Fact]
    public async Task Write_FirstOfTheGroupFails_LosesNoOther()
    {
        using var held = HeldWrite.Begin(_database, 1, fault: new InvalidOperationException("no"));
        var second = MarkAsync(2);
        held.Release();
        await second.WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => held.Done);
        Assert.Equal([2], Marks());
    }

    [Fact]
    public async Task Write_OfAGroup_IsAnsweredOnceItIsCommitted()
    {
        using var first = HeldWrite.Begin(_database, 1);
        var second = MarkAsync(2);
        var (wasAnswered, wasSeen) = (true, true);
        var last = _database.WriteAsync(
            session =>
            {
                // Both are done by now, and not committed.
                (wasAnswered, wasSeen) = (first.Done.IsCompleted || second.IsCompleted, Marks().Count > 0);
                return true;
            },
            CancellationToken.None);
        first.Release();

        await first.Done.WaitAsync(Patience);
        Assert.Equal([1, 2], Marks());
        await Task.WhenAll(second, last).WaitAsync(Patience);
        Assert.False(wasAnswered);
        Assert.False(wasSeen);
    }

    [Fact]
    public async Task Write_CancelledWhileItWaits_IsNotDone()
    {
        using var first = HeldWrite.Begin(_database, 1);
        using var cancellation = new CancellationTokenSource();
        var second = _database.WriteAsync(session => Mark(session, 2), cancellation.Token);
        await cancellation.CancelAsync();
        first.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        await first.Done;
        Assert.Equal([1], Marks());
    }

    [Fact]
    public async Task Write_AnotherProcessHoldsTheFile_FailsWhoeverWaitedAndNobodyAfter()
    {
        await using var other = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False");
        await other.OpenAsync();
        await using (other.BeginTransaction(deferred: false))
        {
            var waiting = Enumerable.Range(1, 8).Select(id => Task.Run(() => MarkAsync(id))).ToList();
            foreach (var each in waiting)
            {
                Assert.True(StateDatabase.IsLocked(await Assert.ThrowsAsync<SqliteException>(() => each.WaitAsync(Patience))));
            }
        }

        await MarkAsync(9).WaitAsync(Patience);
        Assert.Equal([9], Marks());
    }

    [Fact]
    public async Task Write_TheTransactionIsLostInTheMiddle_FailsAllOfTheGroupAndNobodyAfter()
    {
        using var first = HeldWrite.Begin(_database, 1);
        var losing = _database.WriteAsync(session => session.Execute("ROLLBACK") + session.Execute("no statement"), CancellationToken.None);
        first.Release();
        await Assert.ThrowsAsync<SqliteException>(() => losing.WaitAsync(Patience));
        await Assert.ThrowsAsync<SqliteException>(() => first.Done.WaitAsync(Patience));
        await MarkAsync(2).WaitAsync(Patience);
        Assert.Equal([2], Marks());
    }

    [Fact]
    public async Task Write_FromManyAtOnce_IsDoneOnceEach()
    {
        await Parallel.ForAsync(1, 2001, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (id, cancellationToken) =>
        {
            await _database.WriteAsync(session => Mark(session, id), cancellationToken);
            Assert.Contains(id, _database.Read(session => session.Query("SELECT id FROM marks WHERE id = $id", row => row.Integer("id"), ("$id", (long)id))));
        });
        Assert.Equal(Enumerable.Range(1, 2000).Select(id => (long)id), Marks());
    }

    [Fact]
    public async Task Write_WhileOrAfterItIsClosed_IsDoneOrFailsAndNeverHangs()
    {
        var writes = new List<Task<bool>>();
        var writing = Task.Run(() =>
        {
            for (var id = 1; id <= 5000; id++)
            {
                writes.Add(MarkAsync(id));
            }
        });
        await Task.Yield();
        _database.Dispose();
        await writing.WaitAsync(Patience);
        writes.Add(MarkAsync(5001));
        await Task.WhenAll(writes).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);

        Assert.IsType<ObjectDisposedException>(writes[^1].Exception!.InnerException);
        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully || write.Exception!.InnerException is ObjectDisposedException));
        await using var again = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False");
        await again.OpenAsync();
        await using var count = again.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM marks";
        Assert.Equal((long)writes.Count(write => write.IsCompletedSuccessfully), await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Read_SomebodyWrites_DoesNotWaitAndSeesTheStateBefore()
    {
        using var first = HeldWrite.Begin(_database, 1);
        Assert.Empty(await _database.ReadAsync(Marks, CancellationToken.None).WaitAsync(Patience));
        first.Release();
        await first.Done;
        Assert.Equal([1], await _database.ReadAsync(Marks, CancellationToken.None));
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static bool Mark(StateSession session, long id) => session.Execute("INSERT INTO marks (id) VALUES ($id)", ("$id", id)) == 1;

    private static List<long> Marks(StateSession session) => session.Query("SELECT id FROM marks ORDER BY id", row => row.Integer("id"));

    private Task<bool> MarkAsync(long id) => _database.WriteAsync(session => Mark(session, id), CancellationToken.None);

    private Task<bool> MarkAsOfAsync(long? asOf, long id, StateChange change) =>
        _database.WriteAsync(session => Mark(session, id), change, asOf, CancellationToken.None);

    private Task<bool> OneMarkAsync(long id) => _database.WriteAsync(session => Mark(session, id), StateChange.OneExecution, CancellationToken.None);

    private List<long> Marks() => _database.Read(Marks);

    /// <summary>A write that is in the middle of its work until it is released, so that others gather behind it.</summary>
    private sealed class HeldWrite : IDisposable
    {
        private readonly ManualResetEventSlim _isUnderWay = new();
        private readonly ManualResetEventSlim _isReleased = new();

        private HeldWrite(StateDatabase database, long id, Exception? fault) => Done = Task.Run(() => database.WriteAsync(
            session =>
            {
                Mark(session, id);
                _isUnderWay.Set();
                return _isReleased.Wait(Patience) && fault is null ? true : throw fault ?? new TimeoutException();
            },
            CancellationToken.None));

        public Task<bool> Done { get; }

        public static HeldWrite Begin(StateDatabase database, long id, Exception? fault = null)
        {
            var write = new HeldWrite(database, id, fault);
            Assert.True(write._isUnderWay.Wait(Patience));
            return write;
        }

        public void Release() => _isReleased.Set();

        public void Dispose()
        {
            _isReleased.Set();
            _isUnderWay.Dispose();
        }
    }
}

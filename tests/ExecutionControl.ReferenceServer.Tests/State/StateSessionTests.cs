using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.State;

public sealed class StateSessionTests
{
    private const string Between = "SELECT id FROM marks WHERE id > $after AND id < $before ORDER BY id";

    [Fact]
    public void Query_OneTextWithItsParametersInAnotherOrder_MeansTheSame()
    {
        using var database = Open();
        database.Read(session =>
        {
            Assert.Equal([3], session.Query(Between, Id, ("$after", 2L), ("$before", 4L)));
            Assert.Equal([3], session.Query(Between, Id, ("$before", 4L), ("$after", 2L)));
            Assert.Empty(session.Query(Between, Id, ("$before", 2L), ("$after", 4L)));
            return true;
        });
    }

    [Fact]
    public void Execute_ParameterThatWasNullOrLongBefore_HasItsOwnValue()
    {
        using var database = Open();
        var name = new string('n', 10_000);
        const string Set = "UPDATE marks SET name = $name WHERE id = 1";
        database.Write(session => session.Execute(Set, ("$name", null)));
        database.Write(session => session.Execute(Set, ("$name", name)));
        Assert.Equal(name, NameOfFirst(database));
        database.Write(session => session.Execute(Set, ("$name", "short")));
        Assert.Equal("short", NameOfFirst(database));
        database.Write(session => session.Execute(Set, ("$name", null)));
        Assert.Null(NameOfFirst(database));
    }

    [Fact]
    public void Query_MoreTextsThanAreKept_AllAnswer()
    {
        using var database = Open();
        for (var i = 0; i < 1000; i++)
        {
            var limit = i;
            Assert.Equal(5, database.Read(session => session.Query($"SELECT id FROM marks WHERE id < {limit + 6} ORDER BY id", Id)).Count);
        }
    }

    [Fact]
    public void Query_TableMadeAnewInBetween_ReadsTheNewOne()
    {
        using var database = Open();
        Assert.Null(NameOfFirst(database));
        database.Write(session => session.Run("DROP TABLE marks; CREATE TABLE marks (number INTEGER, name TEXT, id INTEGER PRIMARY KEY)"));
        database.Write(session => session.Execute("INSERT INTO marks (id, name) VALUES (1, 'anew')"));
        Assert.Equal("anew", NameOfFirst(database));
    }

    [Fact]
    public void Write_StatementFails_IsUndoneAndTheNextOneWorks()
    {
        using var database = Open();
        Assert.Throws<SqliteException>(() => database.Write(session =>
        {
            session.Execute("DELETE FROM marks WHERE id = 1");
            session.Execute("INSERT INTO marks (id) VALUES ($id)", ("$id", 2L));
        }));
        database.Write(session => session.Execute("INSERT INTO marks (id) VALUES ($id)", ("$id", 6L)));
        Assert.Equal([1, 2, 3, 4, 5, 6], database.Read(session => session.Query("SELECT id FROM marks ORDER BY id", Id)));
    }

    [Fact]
    public void FillLater_NobodyAsksForTheTable_LeavesItEmptyUntilSomebodyDoes()
    {
        using var database = Open();
        var filled = 0;
        database.Write(session => session.FillLater("marks", filling => filled += Fill(filling)));
        database.Write(session => session.Run("CREATE TABLE other_marks (id INTEGER PRIMARY KEY); CREATE TABLE marks_2 (id INTEGER PRIMARY KEY)"));
        Assert.Empty(database.Read(session => session.Query("SELECT id FROM other_marks JOIN marks_2 USING (id)", Id)));
        Assert.Equal(0, filled);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Ids(database));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Ids(database));
        Assert.Equal(2, filled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FillLater_WorkThatAsksIsUndone_StaysOrIsDoneAgain(bool changesFirst)
    {
        using var database = Open();
        database.Write(session => session.Run("CREATE TABLE others (id INTEGER PRIMARY KEY)"));
        database.Write(session => session.FillLater("marks", filling => Fill(filling)));
        Assert.Throws<InvalidOperationException>(() => database.Write(session =>
        {
            if (changesFirst)
            {
                session.Execute("INSERT INTO others (id) VALUES (1)");
            }

            session.Execute("DELETE FROM marks");
            throw new InvalidOperationException();
        }));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Ids(database));
        Assert.Empty(database.Read(session => session.Query("SELECT id FROM others", Id)));
    }

    [Fact]
    public void FillLater_WasSaidInWorkThatIsUndone_IsForgotten()
    {
        using var database = Open();
        database.Write(session => session.FillLater("marks", filling => filling.Execute("INSERT INTO marks (id) VALUES (8)")));
        Assert.Throws<InvalidOperationException>(() => database.Write(session =>
        {
            session.Execute("DELETE FROM marks");
            session.FillLater("marks", filling => Fill(filling));
            throw new InvalidOperationException();
        }));
        Assert.Equal([1, 2, 3, 4, 5, 8], Ids(database));
    }

    [Fact]
    public void FillLater_CannotBeDone_IsTriedAgain()
    {
        using var database = Open();
        var isBroken = true;
        database.Write(session => session.FillLater("marks", filling =>
        {
            Fill(filling);
            if (isBroken)
            {
                throw new IOException();
            }
        }));
        Assert.Throws<IOException>(() => Ids(database));
        isBroken = false;
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], Ids(database));
    }

    [Fact]
    public void FillLater_StateThatOthersSee_IsDoneAtOnce()
    {
        using var folder = new TemporaryFolder();
        using var database = StateDatabase.Open(folder.File("state.db"), TimeSpan.FromSeconds(5));
        var filled = 0;
        database.Write(session =>
        {
            session.Run("CREATE TABLE marks (id INTEGER PRIMARY KEY)");
            session.FillLater("marks", filling => filled += Fill(filling));
        });
        Assert.Equal(2, filled);
    }

    private static int Fill(StateSession session) => session.Execute("INSERT INTO marks (id) VALUES (6), (7)");

    private static List<long> Ids(StateDatabase database) => database.Read(session => session.Query("SELECT id FROM marks ORDER BY id", Id));

    private static StateDatabase Open()
    {
        var database = StateDatabase.Open(file: null, TimeSpan.FromSeconds(5));
        database.Write(session => session.Run(
            "CREATE TABLE marks (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO marks (id) VALUES (1), (2), (3), (4), (5)"));
        return database;
    }

    private static long Id(StateRow row) => row.Integer("id");

    private static string? NameOfFirst(StateDatabase database) =>
        database.Read(session => session.Query("SELECT name FROM marks WHERE id = 1", row => row.OptionalText("name")))[0];
}

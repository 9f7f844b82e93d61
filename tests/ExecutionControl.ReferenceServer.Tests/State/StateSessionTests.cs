using ExecutionControl.Reference.State;
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

using System.Runtime.Versioning;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tests.State;

/// <summary>What is in the place of a state file and is none: refused in plain words, and left as it was.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileStateFileTests : IDisposable
{
    private const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    public async Task Start_Device_IsRefusedAndKeepsItsMode(string device)
    {
        var before = File.GetUnixFileMode(device);

        var message = await RefusedAsync(device, "device");

        Assert.Contains(device, message, StringComparison.Ordinal);
        Assert.Equal(before, File.GetUnixFileMode(device));
        Assert.Equal([device], Directory.GetFiles("/dev", Path.GetFileName(device) + "*"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/.")]
    public async Task Start_Folder_IsRefusedAndNothingIsLeftBehind(string end)
    {
        var folder = Directory.CreateDirectory(_folder.File("state")).FullName;

        await RefusedAsync(folder + end, "is a folder");

        Assert.Equal([folder], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task Start_NamedPipe_IsRefusedWithoutWaiting()
    {
        var pipe = _folder.File("pipe");
        Root.Make("mkfifo", "-m", "644", pipe);

        await RefusedAsync(pipe, "named pipe");

        Assert.Equal(Shared, File.GetUnixFileMode(pipe));
    }

    [Fact]
    public async Task Start_LinkToADatabase_IsRefusedAndNeitherIsTouched()
    {
        var target = await DatabaseAsync("theirs.db", "CREATE TABLE notes (text TEXT)");
        var link = _folder.File("executions.db");
        File.CreateSymbolicLink(link, target);
        var before = await File.ReadAllBytesAsync(target);

        await RefusedAsync(link, "is a link");

        Assert.Equal(before, await File.ReadAllBytesAsync(target));
        Assert.Equal(Shared, File.GetUnixFileMode(target));
        Assert.Equal([link, target], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_LinkThatLeadsNowhere_IsRefusedAndNothingIsMade()
    {
        var link = _folder.File("executions.db");
        File.CreateSymbolicLink(link, _folder.File("elsewhere"));

        await RefusedAsync(link, "is a link");

        Assert.False(File.Exists(_folder.File("elsewhere")));
    }

    [Theory]
    [InlineData("CREATE TABLE notes (text TEXT)")]
    [InlineData("PRAGMA application_id = 4711")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE notes (text TEXT)")]
    public async Task Start_OtherProgramsDatabase_IsRefusedWithNothingChangedOrLeftBesideIt(string sql)
    {
        var file = await DatabaseAsync("theirs.db", sql);
        var before = await File.ReadAllBytesAsync(file);

        await RefusedAsync(file, "is not a state file");

        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        Assert.Equal(Shared, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Start_OtherProgramsDatabaseInUse_KeepsItsJournal()
    {
        var file = _folder.File("theirs.db");
        await using var theirs = new SqliteConnection($"Data Source={file};Pooling=False");
        await theirs.OpenAsync();
        await using var command = theirs.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE notes (text TEXT)";
        await command.ExecuteNonQueryAsync();
        var before = await File.ReadAllBytesAsync(file + "-wal");

        await RefusedAsync(file, "is not a state file");

        Assert.Equal(before, await File.ReadAllBytesAsync(file + "-wal"));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    [InlineData("-journal")]
    public async Task Start_LinkInThePlaceOfSqlitesOwnFile_IsRefused(string companion)
    {
        var file = _folder.File("state.db");
        var target = _folder.File("diary.txt");
        await File.WriteAllTextAsync(target, "Dear diary");
        File.SetUnixFileMode(target, Shared);
        File.CreateSymbolicLink(file + companion, target);

        await RefusedAsync(file, "is a link");

        Assert.Equal("Dear diary", await File.ReadAllTextAsync(target));
        Assert.Equal(Shared, File.GetUnixFileMode(target));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Start_FileWithASecondName_IsRefusedAndKeepsItsMode()
    {
        var first = _folder.File("diary.txt");
        await File.WriteAllTextAsync(first, string.Empty);
        File.SetUnixFileMode(first, Shared);
        Root.Make("ln", first, _folder.File("state.db"));

        await RefusedAsync(_folder.File("state.db"), "hard link");

        Assert.Equal(Shared, File.GetUnixFileMode(first));
    }

    [Fact]
    public async Task Start_FileThatOthersMayWrite_IsRefusedAndKeepsItsMode()
    {
        var file = _folder.File("state.db");
        await File.WriteAllBytesAsync(file, []);
        File.SetUnixFileMode(file, Shared | UnixFileMode.OtherWrite);

        await RefusedAsync(file, "can be written by others");

        Assert.Equal(Shared | UnixFileMode.OtherWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Start_FolderThatEverybodyMayWrite_IsRefusedAndNothingIsMade()
    {
        var folder = Directory.CreateDirectory(_folder.File("open")).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);

        await RefusedAsync(Path.Combine(folder, "state.db"), "others may write");

        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    [Trait("Requires", "root")]
    public async Task Start_FileOfAnotherUser_IsRefusedAndStaysTheirs()
    {
        var file = _folder.File("state.db");
        await (await ReferenceServer.StartAsync(new() { StateFile = file })).DisposeAsync();
        File.SetUnixFileMode(file, Shared);
        Root.GiveAway(file);
        var before = await File.ReadAllBytesAsync(file);

        await RefusedAsync(file, "belongs to user");

        Assert.Equal(before, await File.ReadAllBytesAsync(file));
        Assert.Equal(Shared, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:state.db?mode=memory")]
    [InlineData("a?mode=ro&b%20#c.db")]
    [InlineData("|DataDirectory|.db")]
    [InlineData("file:x")]
    [InlineData("é \u0001 \"'.db")]
    public async Task Start_NameThatSqliteWouldReadMoreInto_IsOnlyAName(string name)
    {
        var options = new ReferenceServerOptions { StateFile = _folder.File(name) };
        await using (var first = await ReferenceServer.StartAsync(options))
        {
            using var caller = Caller.Kubiya(first);
            await caller.PostAsync("/api/v1/executions/11111111-1111-4111-8111-111111111111/pause");
        }

        Assert.Equal([name], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File(name)));
        await using var second = await ReferenceServer.StartAsync(options);
        Assert.Equal("paused", second.State.KubiyaExecution("11111111-1111-4111-8111-111111111111").Status);
    }

    [Fact]
    public async Task Seed_BeginsWithAByteOrderMark_IsRead()
    {
        var seed = _folder.File("seed.json");
        await File.WriteAllBytesAsync(seed, [0xEF, 0xBB, 0xBF, .. "{\"automations\":[{\"id\":\"aut_marked\"}]}"u8]);

        await using var server = await ReferenceServer.StartAsync(new() { SeedFile = seed });

        Assert.Equal(0, server.State.Automation("aut_marked").PausedCount);
    }

    [Fact]
    public async Task Rules_BeginWithAByteOrderMark_AreRead()
    {
        var rules = _folder.File("rules.json");
        await File.WriteAllBytesAsync(rules, [0xEF, 0xBB, 0xBF, .. "{\"rules\":[]}"u8]);

        await using var server = await ReferenceServer.StartAsync(new() { RulesFile = rules });
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/")]
    [InlineData("/does/not/exist")]
    public async Task Seed_CannotBeRead_IsRefusedInPlainWords(string file)
    {
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => ReferenceServer.StartAsync(new() { SeedFile = file }));

        Assert.StartsWith(file + ": It ", exception.Message, StringComparison.Ordinal);
    }

    private async Task<string> DatabaseAsync(string name, string sql)
    {
        var file = _folder.File(name);
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        File.SetUnixFileMode(file, Shared);
        return file;
    }

    private static async Task<string> RefusedAsync(string file, string why)
    {
        var exception = await Record.ExceptionAsync(async () =>
        {
            await using var server = await ReferenceServer.StartAsync(new() { StateFile = file });
        });
        Assert.True(exception is IOException or InvalidDataException, $"{exception}");
        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
        return exception.Message;
    }
}

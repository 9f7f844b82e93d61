using System.Diagnostics;

namespace ExecutionControl.ContractTests.Specification;

public sealed class KiotaLockToolTests
{
    [Fact]
    public async Task Check_NothingChanged_ExitsZero()
    {
        using var copy = new RepositoryCopy();

        var (exitCode, output, errors) = await RunAsync(copy, "--check");

        Assert.Equal((0, "kiota-lock.json is up to date.\n", ""), (exitCode, output, errors));
    }

    [Fact]
    public async Task Check_FileAdded_ExitsOneAndListsIt()
    {
        using var copy = new RepositoryCopy();
        const string Added = "src/ExecutionControl.Client/Generated/Kubiya/Models/Handmade.cs";
        await File.WriteAllTextAsync(copy.PathOf(Added), "");

        var (exitCode, output, errors) = await RunAsync(copy, "--check");

        Assert.Equal((1, "kiota-lock.json is out of date: 1 difference(s).\n"), (exitCode, output));
        Assert.StartsWith(Added + ": ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_FileAdded_MakesTheCheckPass()
    {
        using var copy = new RepositoryCopy();
        await File.WriteAllTextAsync(copy.PathOf("src/ExecutionControl.Client/Generated/Kubiya/Models/Regenerated.cs"), "");

        var (written, _, _) = await RunAsync(copy);
        var (checkedAfter, _, _) = await RunAsync(copy, "--check");

        Assert.Equal((0, 0), (written, checkedAfter));
    }

    [Fact]
    public async Task UnknownArgument_ExitsTwoWithTheUsage()
    {
        using var copy = new RepositoryCopy();

        var (exitCode, _, errors) = await RunAsync(copy, "--chekc");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("usage: ", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(RepositoryCopy copy, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ExecutionControl.KiotaLock.dll"), .. arguments])
        {
            WorkingDirectory = copy.Layout.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), await errors);
    }
}

using CliWrap;
using CliWrap.Buffered;

namespace ExecutionControl.Benchmarks;

/// <summary>The folder of the solution, from which rivals and the published file are found.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Where a program lies; <see langword="null"/> where the machine has none of that name.</summary>
    public static string? FindProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>The native file of ectl, published first where there is none.</summary>
    public static async Task<string> PublishEctlAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(Root, "artifacts", "publish", "linux-x64", "ectl");
        if (!File.Exists(file))
        {
            await Cli.Wrap(Path.Combine(Root, "scripts", "publish")).WithArguments("linux-x64").WithWorkingDirectory(Root).ExecuteBufferedAsync(cancellationToken);
        }

        return file;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ExecutionControl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The program lies outside the repository.");
    }
}

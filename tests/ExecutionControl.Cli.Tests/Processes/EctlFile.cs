using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>The executables that tests start as processes.</summary>
internal static class EctlFile
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "ectl.exe" : "ectl";

    private static readonly DateTime Built = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Where(file => System.IO.Path.GetFileName(file) is "ectl.dll" or "ExecutionControl.Client.dll" or "ExecutionControl.ReferenceServer.dll" or "ExecutionControl.Runs.dll")
        .Max(File.GetLastWriteTimeUtc);

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(8);

    private static TaskCompletionSource _published = Finished();

    /// <summary>Where what people install is published for the tests.</summary>
    public static string PublishFolder { get; } = System.IO.Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Cli.Tests", "obj", "install");

    /// <summary>The executable that was built with the tests.</summary>
    public static string BuiltWithTests { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, Name);

    /// <summary>
    /// What people install where it is no older than what was built with the tests, which takes far longer to start; else that. Waits while it
    /// is published.
    /// </summary>
    public static string Path
    {
        get
        {
            _published.Task.Wait(TimeLimit);
            var native = System.IO.Path.Combine(PublishFolder, InstalledRuntime, Name);
            return File.Exists(native) && File.GetLastWriteTimeUtc(native) >= Built ? native : BuiltWithTests;
        }
    }

    /// <summary>Has those who ask for <see cref="Path"/> wait until the publishing has ended, however it ends.</summary>
    public static async Task WhilePublishingAsync(Func<Task> publish)
    {
        var published = _published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await publish();
        }
        finally
        {
            published.SetResult();
        }
    }

    private static TaskCompletionSource Finished()
    {
        var finished = new TaskCompletionSource();
        finished.SetResult();
        return finished;
    }

    /// <summary>A PATH on which <c>ectl</c> is found first.</summary>
    public static string SearchPath => $"{System.IO.Path.GetDirectoryName(Path)}:{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>What the installed file of these tests is built for.</summary>
    internal const string InstalledRuntime = "linux-x64";
}

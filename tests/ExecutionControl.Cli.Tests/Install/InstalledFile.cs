namespace ExecutionControl.Cli.Tests.Install;

/// <summary>One of the single files that <c>scripts/publish</c> makes for this machine.</summary>
public abstract class InstalledFile : IAsyncLifetime
{
    private readonly Func<Task<string>> _publishAsync;

    private protected InstalledFile(string folder, string kind, Func<Task<string>> publishAsync) => (Folder, Kind, _publishAsync) = (folder, kind, publishAsync);

    public string Folder { get; }

    /// <summary>What the script calls such a file.</summary>
    public string Kind { get; }

    /// <summary>The file.</summary>
    public string FilePath => Installation.FileIn(Folder);

    /// <summary>What the script said about it.</summary>
    public string Report { get; private set; } = string.Empty;

    /// <summary>A machine with the file and without .NET.</summary>
    internal EmptyRoot Bare { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Report = await _publishAsync();
        Bare = await EmptyRoot.CreateAsync(FilePath);
    }

    public Task DisposeAsync()
    {
        Bare?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>The file that is native code.</summary>
public sealed class NativeFile() : InstalledFile(Installation.Folder, "native", Installation.PublishNativeAsync);

/// <summary>The file that brings .NET along.</summary>
public sealed class ReadyToRunFile() : InstalledFile(Installation.ReadyToRunFolder, "ready-to-run", Installation.PublishReadyToRunAsync);

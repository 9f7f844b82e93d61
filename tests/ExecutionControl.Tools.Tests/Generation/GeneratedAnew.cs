using ExecutionControl.KiotaLock;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Tools.Tests.Generation;

/// <summary>The repository's clients, generated anew into a folder of their own by the Kiota that the repository pins.</summary>
public sealed class GeneratedAnew : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();

    internal static RepositoryLayout Repository { get; } = new(RepositoryFolder.Path);

    internal static ClientGenerator Generator { get; } = new(new KiotaTool(Repository));

    internal RepositoryLayout Layout => _folder.Layout;

    public Task InitializeAsync() => Generator.GenerateAsync(Repository, Layout, CancellationToken.None);

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }
}

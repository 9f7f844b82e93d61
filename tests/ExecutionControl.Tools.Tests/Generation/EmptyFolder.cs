using ExecutionControl.KiotaLock;

namespace ExecutionControl.Tools.Tests.Generation;

/// <summary>A throw-away folder to generate into.</summary>
internal sealed class EmptyFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("execution-control-generated-");

    public RepositoryLayout Layout => new(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);
}

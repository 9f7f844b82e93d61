namespace ExecutionControl.KiotaLock;

/// <summary>Generates every client from the specifications, and the lock file that records it.</summary>
/// <param name="kiota">The generator.</param>
internal sealed class ClientGenerator(KiotaTool kiota)
{
    /// <summary>Generates from the specifications of one repository into another folder, in which everything lies as it does in the repository.</summary>
    /// <param name="source">The repository with the specifications; nothing in it changes.</param>
    /// <param name="target">An empty folder.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="GenerationException">Kiota failed, or there is a specification that no client is generated from.</exception>
    public async Task GenerateAsync(RepositoryLayout source, RepositoryLayout target, CancellationToken cancellationToken)
    {
        if (SpecificationsWithoutClient(source) is [var first, ..])
        {
            throw new GenerationException($"No client is generated from '{source.Relative(first)}': name it in {nameof(ClientDefinition)}.cs.");
        }

        // Kiota notes the way from a client to its specification: it has to be the same as in the repository.
        CopyFolder(source.Specifications, target.Specifications);
        await kiota.RestoreAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(ClientDefinition.All.Select(async client =>
        {
            try
            {
                await kiota.GenerateAsync(client, target, stop.Token);
            }
            catch (GenerationException)
            {
                // Without one the others are of no use.
                await stop.CancelAsync();
                throw;
            }
        }));
        var lockFile = new LockFile(
            LockFile.CurrentVersion,
            [.. ClientDefinition.All.Select(client => GeneratedFolder.Describe(target, Path.Combine(target.GeneratedClients, client.Service)))]);
        await File.WriteAllTextAsync(target.LockFile, lockFile.ToText(), cancellationToken);
    }

    /// <summary>Generates a repository's clients and its lock file anew. What was there stays whole when that fails.</summary>
    /// <exception cref="GenerationException">Kiota failed, or there is a specification that no client is generated from.</exception>
    public async Task RegenerateAsync(RepositoryLayout repository, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kiota-");
        try
        {
            var generated = new RepositoryLayout(folder.FullName);
            await GenerateAsync(repository, generated, cancellationToken);
            if (Directory.Exists(repository.GeneratedClients))
            {
                Directory.Delete(repository.GeneratedClients, recursive: true);
            }

            CopyFolder(generated.GeneratedClients, repository.GeneratedClients);
            File.Copy(generated.LockFile, repository.LockFile, overwrite: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] SpecificationsWithoutClient(RepositoryLayout layout) =>
    [
        .. Directory.EnumerateFiles(layout.Specifications)
            .Where(file => Path.GetFileName(file) != "README.md" && !ClientDefinition.All.Any(client => client.Specification == Path.GetFileName(file)))
            .Order(StringComparer.Ordinal),
    ];

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}

namespace ExecutionControl.KiotaLock;

/// <summary>Writes the lock file from what the repository holds.</summary>
internal static class LockFileWriter
{
    /// <exception cref="InvalidDataException">A specification or one of Kiota's lock files cannot be read.</exception>
    public static async Task<LockFile> DescribeAsync(RepositoryLayout layout, CancellationToken cancellationToken)
    {
        var clients = new List<LockedClient>();
        foreach (var client in GeneratedClient.OpenAll(layout))
        {
            clients.Add(await client.DescribeAsync(cancellationToken));
        }

        return new LockFile(LockFile.CurrentVersion, clients);
    }

    /// <summary>Writes the lock file, unless a client was generated from another specification than the one that lies beside it.</summary>
    /// <returns>What keeps the lock file from being written; empty when it was.</returns>
    /// <exception cref="InvalidDataException">A specification or one of Kiota's lock files cannot be read.</exception>
    public static async Task<IReadOnlyList<LockDifference>> WriteAsync(RepositoryLayout layout, CancellationToken cancellationToken)
    {
        var obstacles = await new LockCheck(layout).SpecificationDifferencesAsync(cancellationToken);
        if (obstacles.Count == 0)
        {
            var lockFile = await DescribeAsync(layout, cancellationToken);
            await File.WriteAllTextAsync(layout.LockFile, lockFile.ToText(), cancellationToken);
        }

        return obstacles;
    }
}

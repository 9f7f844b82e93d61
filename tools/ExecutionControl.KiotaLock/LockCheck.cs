using System.Text.Json.Nodes;

namespace ExecutionControl.KiotaLock;

/// <summary>Compares the repository with what its lock file says about it.</summary>
/// <param name="layout">The repository to look at.</param>
internal sealed class LockCheck(RepositoryLayout layout)
{
    /// <summary>Finds every difference; none means that each client is what its specification gives, untouched.</summary>
    /// <exception cref="InvalidDataException">A specification or lock file cannot be read.</exception>
    public async Task<IReadOnlyList<LockDifference>> RunAsync(CancellationToken cancellationToken)
    {
        var differences = new List<LockDifference>(await SpecificationDifferencesAsync(cancellationToken));
        if (!File.Exists(layout.LockFile))
        {
            return [.. differences, new LockDifference(LockDifferenceKind.LockFileStale, layout.Relative(layout.LockFile), "is missing.")];
        }

        var text = await File.ReadAllTextAsync(layout.LockFile, cancellationToken);
        var locked = LockFile.Parse(text);
        var found = await LockFileWriter.DescribeAsync(layout, cancellationToken);
        var before = differences.Count;
        differences.AddRange(Compare(locked, found));
        if (differences.Count == before && !string.Equals(text, found.ToText(), StringComparison.Ordinal))
        {
            differences.Add(new LockDifference(LockDifferenceKind.LockFileStale, layout.Relative(layout.LockFile), "lists the right facts, but is not written as the tool writes it."));
        }

        return differences;
    }

    /// <summary>Compares each specification with the one that Kiota says it generated the client from: nothing that writing the lock file anew could hide.</summary>
    /// <exception cref="InvalidDataException">A specification or one of Kiota's lock files cannot be read.</exception>
    public async Task<IReadOnlyList<LockDifference>> SpecificationDifferencesAsync(CancellationToken cancellationToken)
    {
        var differences = new List<LockDifference>();
        var unused = Directory.EnumerateFiles(layout.Specifications, "*.yaml").Select(layout.Relative).ToHashSet(StringComparer.Ordinal);
        foreach (var client in GeneratedClient.OpenAll(layout))
        {
            var described = await client.DescribeAsync(cancellationToken);
            unused.Remove(described.Specification);
            if (!string.Equals(described.DescriptionHash, client.GeneratedFromHash, StringComparison.Ordinal))
            {
                differences.Add(new LockDifference(
                    LockDifferenceKind.SpecificationChanged,
                    described.Specification,
                    $"changed since {client.OutputFolder} was generated: its description hash is {described.DescriptionHash}, the client's {client.GeneratedFromHash}. Generate the client again."));
            }
        }

        differences.AddRange(unused.Order(StringComparer.Ordinal).Select(path =>
            new LockDifference(LockDifferenceKind.SpecificationWithoutClient, path, "no client is generated from it.")));
        return differences;
    }

    private static IEnumerable<LockDifference> Compare(LockFile locked, LockFile found)
    {
        var foundByFolder = found.Clients.ToDictionary(client => client.OutputFolder, StringComparer.Ordinal);
        foreach (var client in locked.Clients)
        {
            if (!foundByFolder.Remove(client.OutputFolder, out var counterpart))
            {
                yield return new LockDifference(LockDifferenceKind.ClientRemoved, client.OutputFolder, "is in the lock file, but not in the repository.");
                continue;
            }

            foreach (var difference in CompareSettings(client, counterpart).Concat(CompareFiles(client, counterpart)))
            {
                yield return difference;
            }
        }

        foreach (var client in foundByFolder.Values)
        {
            yield return new LockDifference(LockDifferenceKind.ClientAdded, client.OutputFolder, "is in the repository, but not in the lock file.");
        }
    }

    private static IEnumerable<LockDifference> CompareSettings(LockedClient locked, LockedClient found)
    {
        if (!string.Equals(locked.DescriptionHash, found.DescriptionHash, StringComparison.Ordinal))
        {
            yield return new LockDifference(
                LockDifferenceKind.SpecificationChanged,
                found.Specification,
                $"has the description hash {found.DescriptionHash}, but kiota-lock.json says {locked.DescriptionHash}.");
        }

        (string Name, string Locked, string Found)[] settings =
        [
            ("specification", locked.Specification, found.Specification),
            ("kiotaVersion", locked.KiotaVersion, found.KiotaVersion),
            ("clientClassName", locked.ClientClassName, found.ClientClassName),
            ("clientNamespaceName", locked.ClientNamespaceName, found.ClientNamespaceName),
        ];
        foreach (var (name, lockedValue, foundValue) in settings)
        {
            if (!string.Equals(lockedValue, foundValue, StringComparison.Ordinal))
            {
                yield return new LockDifference(LockDifferenceKind.SettingChanged, found.OutputFolder, $"{name} is '{foundValue}', but kiota-lock.json says '{lockedValue}'.");
            }
        }

        if (!JsonNode.DeepEquals(locked.Options, found.Options))
        {
            yield return new LockDifference(
                LockDifferenceKind.SettingChanged,
                found.OutputFolder,
                $"options are {found.Options.ToJsonString()}, but kiota-lock.json says {locked.Options.ToJsonString()}.");
        }
    }

    private static IEnumerable<LockDifference> CompareFiles(LockedClient locked, LockedClient found)
    {
        foreach (var path in locked.Files.Keys.Union(found.Files.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var whole = $"{found.OutputFolder}/{path}";
            if (!found.Files.TryGetValue(path, out var foundHash))
            {
                yield return new LockDifference(LockDifferenceKind.FileRemoved, whole, "was generated, but is gone.");
            }
            else if (!locked.Files.TryGetValue(path, out var lockedHash))
            {
                yield return new LockDifference(LockDifferenceKind.FileAdded, whole, "is not among the generated files that kiota-lock.json lists.");
            }
            else if (!string.Equals(foundHash, lockedHash, StringComparison.Ordinal))
            {
                yield return new LockDifference(LockDifferenceKind.FileEdited, whole, $"was edited: its SHA-256 is {foundHash}, but kiota-lock.json says {lockedHash}.");
            }
        }
    }
}

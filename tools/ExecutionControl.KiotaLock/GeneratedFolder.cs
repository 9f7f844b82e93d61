using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExecutionControl.KiotaLock;

/// <summary>A folder of generated code beside the <c>kiota-lock.json</c> in which Kiota noted how it was made.</summary>
internal static class GeneratedFolder
{
    /// <summary>Describes the client in a folder.</summary>
    /// <exception cref="GenerationException">Kiota's own lock file is missing, or not as expected.</exception>
    public static LockedClient Describe(RepositoryLayout layout, string folder)
    {
        var settings = ReadKiotaLock(Path.Combine(folder, "kiota-lock.json"));
        return new LockedClient
        {
            Specification = layout.Relative(Path.GetFullPath(Path.Combine(folder, Take(settings, "descriptionLocation")))),
            DescriptionHash = Take(settings, "descriptionHash"),
            KiotaVersion = Take(settings, "kiotaVersion"),
            ClientClassName = Take(settings, "clientClassName"),
            ClientNamespaceName = Take(settings, "clientNamespaceName"),
            OutputFolder = layout.Relative(folder),
            Options = settings,
            Files = HashFiles(folder),
        };
    }

    private static JsonObject ReadKiotaLock(string path)
    {
        try
        {
            var settings = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new JsonException("It is no JSON object.");
            // The version of Kiota's own format is no option.
            settings.Remove("lockFileVersion");
            return settings;
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            throw new GenerationException($"'{path}', which Kiota writes beside what it generates, cannot be read: {fault.Message}", fault);
        }
    }

    private static string Take(JsonObject settings, string name)
    {
        var text = settings[name] is JsonValue value && value.TryGetValue<string>(out var found)
            ? found
            : throw new GenerationException($"Kiota's lock file has no text '{name}'.");
        settings.Remove(name);
        return text;
    }

    private static SortedDictionary<string, string> HashFiles(string folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            hashes.Add(RepositoryLayout.Portable(Path.GetRelativePath(folder, file)), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        }

        return hashes;
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExecutionControl.KiotaLock;

/// <summary>A folder of generated code beside the <c>kiota-lock.json</c> in which Kiota noted how it was made.</summary>
internal sealed class GeneratedClient
{
    private const string KiotaLockFile = "kiota-lock.json";

    private readonly RepositoryLayout _layout;
    private readonly JsonObject _kiotaLock;

    private GeneratedClient(RepositoryLayout layout, string folder, JsonObject kiotaLock)
    {
        _layout = layout;
        Folder = folder;
        _kiotaLock = kiotaLock;
    }

    public string Folder { get; }

    public string OutputFolder => _layout.Relative(Folder);

    /// <summary>The hash of the description that Kiota read when it generated this client.</summary>
    public string GeneratedFromHash => Setting("descriptionHash");

    public string Namespace => Setting("clientNamespaceName");

    public string SpecificationFile => Path.GetFullPath(Path.Combine(Folder, Setting("descriptionLocation")));

    /// <summary>Opens every folder of generated code, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">A folder lacks Kiota's own lock file, or it cannot be read.</exception>
    public static IReadOnlyList<GeneratedClient> OpenAll(RepositoryLayout layout) =>
        [.. Directory.EnumerateDirectories(layout.GeneratedClients).Order(StringComparer.Ordinal).Select(folder => Open(layout, folder))];

    /// <summary>Describes the client as it is on disk now, with the hash of the specification as it is now.</summary>
    /// <exception cref="InvalidDataException">The specification cannot be read.</exception>
    public async Task<LockedClient> DescribeAsync(CancellationToken cancellationToken) => new()
    {
        Specification = _layout.Relative(SpecificationFile),
        DescriptionHash = await DescriptionHash.ComputeAsync(SpecificationReader.ReadFile(SpecificationFile), cancellationToken),
        KiotaVersion = Setting("kiotaVersion"),
        ClientClassName = Setting("clientClassName"),
        ClientNamespaceName = Namespace,
        OutputFolder = OutputFolder,
        Options = Options(),
        Files = HashFiles(),
    };

    private static GeneratedClient Open(RepositoryLayout layout, string folder)
    {
        var path = Path.Combine(folder, KiotaLockFile);
        try
        {
            return new GeneratedClient(layout, folder, KiotaSettings(File.ReadAllText(path)));
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            throw new InvalidDataException($"'{layout.Relative(path)}', which Kiota writes beside what it generates, cannot be read: {fault.Message}", fault);
        }
    }

    private static JsonObject KiotaSettings(string text) =>
        JsonNode.Parse(text) as JsonObject ?? throw new JsonException("It is no JSON object.");

    private string Setting(string name) =>
        _kiotaLock[name] is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new InvalidDataException($"'{OutputFolder}/{KiotaLockFile}' has no text '{name}'.");

    private JsonObject Options()
    {
        var options = _kiotaLock.DeepClone().AsObject();
        foreach (var listedByItself in (string[])["descriptionHash", "descriptionLocation", "lockFileVersion", "kiotaVersion", "clientClassName", "clientNamespaceName"])
        {
            options.Remove(listedByItself);
        }

        return options;
    }

    private SortedDictionary<string, string> HashFiles()
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            hashes.Add(RepositoryLayout.Portable(Path.GetRelativePath(Folder, file)), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        }

        return hashes;
    }
}

using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Services;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ExecutionControl.Cli.Profiles;

/// <summary>
/// The text of the configuration file and what it says: profiles, and which of them is used. What ectl does not know stays in it, and
/// so do the comments at its beginning.
/// </summary>
internal sealed class ProfileDocument
{
    private const string CurrentKey = "current";
    private const string ProfilesKey = "profiles";

    private const string Heading = """
        # What ectl knows about your accounts. It may hold secrets: keep it to yourself.
        # Edit it here, or with 'ectl profile set' and 'ectl auth login'. Of comments only those at the top survive that.

        """;

    private readonly string _file;
    private readonly string _heading;
    private readonly YamlMappingNode _root;

    private ProfileDocument(string file, string heading, YamlMappingNode root)
    {
        _file = file;
        _heading = heading;
        _root = root;
    }

    /// <summary>The profile that is used where nothing names another, or null.</summary>
    public string? Current => _root.Text(CurrentKey);

    /// <summary>The names of the profiles, in the order of the file.</summary>
    public IReadOnlyList<string> Names => [.. Profiles?.Keys() ?? []];

    private YamlMappingNode? Profiles => _root.Mapping(ProfilesKey);

    /// <summary>Reads the text of a file; an empty one says nothing yet.</summary>
    /// <exception cref="FormatException">It is no configuration.</exception>
    public static ProfileDocument Parse(string file, string text)
    {
        var root = YamlText.Read(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => line.StartsWith('#')).ToList();
        var document = new ProfileDocument(file, lines.Count > 0 ? string.Join('\n', lines) + "\n" : Heading.ReplaceLineEndings("\n"), root);
        document.Check();
        return document;
    }

    /// <summary>The profile of this name, or null when there is none.</summary>
    public Profile? Find(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? new Profile(name, _file, Profiles?.Mapping(name) ?? new YamlMappingNode())
        : null;

    /// <summary>Makes a profile the one that is used where nothing names another.</summary>
    public void Use(string name) => _root.Children[new YamlScalarNode(CurrentKey)] = Scalar(name);

    /// <summary>Sets one value of a profile, which is made if it is missing.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="section">The service's section, or null for what is true of the whole profile.</param>
    /// <param name="key">The value's name.</param>
    /// <param name="value">The value; null takes it out.</param>
    public void Set(string profile, string? section, string key, string? value)
    {
        var node = Ensure(Ensure(_root, ProfilesKey), profile);
        var holder = section is null ? node : Ensure(node, section);
        if (value is not null)
        {
            holder.Children[new YamlScalarNode(key)] = Scalar(value);
            return;
        }

        holder.Children.Remove(new YamlScalarNode(key));
        if (section is not null && holder.Children.Count == 0)
        {
            node.Children.Remove(new YamlScalarNode(section));
        }
    }

    /// <summary>Takes a profile out, and no longer uses it.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Delete(string name)
    {
        if (string.Equals(Current, name, StringComparison.Ordinal))
        {
            _root.Children.Remove(new YamlScalarNode(CurrentKey));
        }

        return Profiles is { } profiles && profiles.Children.Remove(new YamlScalarNode(name));
    }

    /// <summary>The text to write back.</summary>
    public string ToText() => _heading + YamlText.Write(_root);

    // Whatever cannot be read is said at once, and not when it is needed.
    private void Check()
    {
        _ = Current;
        foreach (var profile in Names.Select(Find).OfType<Profile>())
        {
            _ = profile.RequiresReason;
            _ = profile.UnknownKeys.Count();
            foreach (var setting in ServiceSetting.All)
            {
                _ = profile.Value(setting);
            }
        }
    }

    private static YamlMappingNode Ensure(YamlMappingNode holder, string key)
    {
        if (holder.Mapping(key) is { } found)
        {
            return found;
        }

        var made = new YamlMappingNode();
        holder.Children[new YamlScalarNode(key)] = made;
        return made;
    }

    // A text that YAML reads as nothing is quoted; what needs quotes for other reasons gets them from the writer.
    private static YamlScalarNode Scalar(string value) => new(value) { Style = value is "~" or "null" ? ScalarStyle.DoubleQuoted : ScalarStyle.Any };
}

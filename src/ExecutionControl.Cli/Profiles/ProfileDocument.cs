using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Profiles;

/// <summary>
/// The text of the configuration file and what it says: profiles, and which of them is used. A change leaves everything else in it as it is
/// written.
/// </summary>
internal sealed class ProfileDocument
{
    private const string CurrentKey = "current";
    private const string ProfilesKey = "profiles";
    private const string DefaultsKey = "defaults";

    private const string Heading = """
        # What ectl knows about your accounts. It may hold secrets: keep it to yourself.
        # Edit it here, or with 'ectl profile set' and 'ectl auth login'.

        """;

    private readonly string _file;
    private readonly ServiceDefinitions _services;
    private string _text;
    private YamlMapping _root;

    private ProfileDocument(string file, string text, ServiceDefinitions services)
    {
        _file = file;
        _services = services;
        _text = text;
        _root = YamlText.Read(text);
    }

    /// <summary>The profile that is used where nothing names another, or null.</summary>
    public string? Current => _root.Text(CurrentKey);

    /// <summary>The names of the profiles, in the order of the file.</summary>
    public IReadOnlyList<string> Names => [.. Profiles?.Keys() ?? []];

    /// <summary>What commands do where neither their line nor a variable says otherwise.</summary>
    /// <exception cref="FormatException">One of them is not what it can be.</exception>
    public CommandDefaults Defaults => CommandDefaults.Of(_root.Mapping(DefaultsKey));

    private YamlMapping? Profiles => _root.Mapping(ProfilesKey);

    /// <summary>Reads the text of a file; an empty one says nothing yet.</summary>
    /// <exception cref="FormatException">It is no configuration.</exception>
    public static ProfileDocument Parse(string file, string text, ServiceDefinitions services)
    {
        var document = new ProfileDocument(file, text.Length > 0 ? text : Heading.ReplaceLineEndings("\n"), services);
        document.Check();
        return document;
    }

    /// <summary>The profile of this name, or null when there is none.</summary>
    public Profile? Find(string name) => Names.Contains(name, StringComparer.Ordinal)
        ? new Profile(name, _file, Profiles?.Mapping(name) ?? YamlMapping.New(), _services)
        : null;

    /// <summary>Makes a profile the one that is used where nothing names another.</summary>
    public void Use(string name) => Edit([CurrentKey], name);

    /// <summary>Sets one value of a profile, which is made if it is missing.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="section">The service's section, or null for what is true of the whole profile.</param>
    /// <param name="key">The value's name.</param>
    /// <param name="value">The value; null takes it out.</param>
    public void Set(string profile, string? section, string key, string? value)
    {
        if (value is not null)
        {
            Edit(section is null ? [ProfilesKey, profile, key] : [ProfilesKey, profile, section, key], value);
        }
        else if (section is null)
        {
            Edit([ProfilesKey, profile, key], null);
        }
        else if (Section(profile, section) is { } found && found.Entries.TrueForAll(entry => entry.Key.Value == key))
        {
            Edit([ProfilesKey, profile, section], null);
        }
        else
        {
            Edit([ProfilesKey, profile, section, key], null);
        }
    }

    /// <summary>Takes a profile out, and no longer uses it.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Delete(string name)
    {
        if (string.Equals(Current, name, StringComparison.Ordinal))
        {
            Edit([CurrentKey], null);
        }

        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return false;
        }

        Edit([ProfilesKey, name], null);
        return true;
    }

    /// <summary>The text to write back.</summary>
    public string ToText() => _text;

    // Whatever cannot be read is said at once, and not when it is needed.
    private void Check()
    {
        _ = Current;
        _ = Defaults;
        foreach (var profile in Names.Select(Find).OfType<Profile>())
        {
            _ = profile.RequiresReason;
            _ = profile.IsProtected;
            _ = profile.IsReadOnly;
            _ = profile.UnknownKeys.Count();
            foreach (var setting in _services.Settings)
            {
                _ = profile.Value(setting);
            }
        }
    }

    private YamlMapping? Section(string profile, string section) => Profiles?.Mapping(profile)?.Mapping(section);

    private void Edit(string[] path, string? value)
    {
        _text = YamlEdit.Set(_text, path, value);
        _root = YamlText.Read(_text);
    }
}

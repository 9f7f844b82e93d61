using ExecutionControl.Cli.Files;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services.ToolFiles;

/// <summary>
/// The file of ConductorOne's own tool: <c>profiles:</c>, then a name, then <c>client-id</c> and <c>client-secret</c>. Where there are
/// several, the one named <c>default</c> is meant (assumed).
/// </summary>
internal static class ConductorOneToolFile
{
    private const string Default = "default";

    /// <exception cref="FormatException">The text is no such file, or does not say which profile is meant.</exception>
    public static ServiceSettings? Parse(string path, string text)
    {
        if (YamlText.Read(text).Mapping("profiles") is not { } profiles || profiles.Keys().ToList() is not { Count: > 0 } names)
        {
            return null;
        }

        var name = names switch
        {
            [var only] => only,
            _ when names.Contains(Default, StringComparer.Ordinal) => Default,
            _ => throw new FormatException($"it has the profiles {string.Join(", ", names)}, and none is named {Default}"),
        };
        if (profiles.Mapping(name) is not { } profile)
        {
            return null;
        }

        var settings = new ServiceSettings(
            ControlService.ConductorOne,
            new SettingsSource(SettingsOrigin.ToolFile, $"{path} (profile {name})", path),
            setting => setting.Key is "client-id" or "client-secret" ? profile.Text(setting.Key) : null);
        return settings.IsDecisive ? settings : null;
    }
}

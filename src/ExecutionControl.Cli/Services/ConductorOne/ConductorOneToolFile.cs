using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services.ConductorOne;

/// <summary>
/// The file of ConductorOne's own tool: <c>profiles:</c>, then a name, then <c>client-id</c> and <c>client-secret</c>. Where there are
/// several, the one named <c>default</c> is meant (assumed).
/// </summary>
internal sealed class ConductorOneToolFile(ServiceDefinition service) : ToolFile(service)
{
    private const string Default = "default";

    public override string Place => "~/.conductorone/config.yaml";

    public override string? Locate(Variables variables) => InHome(variables, ".conductorone", "config.yaml");

    protected override ServiceSettings? Parse(string path, string text)
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
            Service,
            new SettingsSource(SettingsOrigin.ToolFile, $"{path} (profile {name})", path),
            setting => setting == ConductorOneService.ClientId || setting == ConductorOneService.ClientSecret ? profile.Text(setting.Key) : null);
        return settings.IsDecisive ? settings : null;
    }
}

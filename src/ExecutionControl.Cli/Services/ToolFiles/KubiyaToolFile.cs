using ExecutionControl.Cli.Files;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services.ToolFiles;

/// <summary>
/// The file of Kubiya's own tool, laid out like kubectl's: <c>current-context</c> names one of <c>contexts</c>, which names the address
/// and one of <c>users</c>, which holds the token.
/// </summary>
internal static class KubiyaToolFile
{
    /// <exception cref="FormatException">The text is no such file, or one of the names leads nowhere.</exception>
    public static ServiceSettings? Parse(string path, string text)
    {
        var root = YamlText.Read(text);
        if (root.Text("current-context") is not { } current)
        {
            return null;
        }

        var context = Named(root, "contexts", current)?.Mapping("context")
            ?? throw new FormatException($"its current-context '{current}' is none of its contexts");
        var userName = context.Text("user") ?? throw new FormatException($"its context '{current}' names no user");
        var user = Named(root, "users", userName)?.Mapping("user")
            ?? throw new FormatException($"the user '{userName}' of its context '{current}' is none of its users");
        var settings = new ServiceSettings(
            ControlService.Kubiya,
            new SettingsSource(SettingsOrigin.ToolFile, $"{path} (context {current})", path),
            setting => setting == ServiceSetting.KubiyaApiKey ? user.Text("token") : setting == ServiceSetting.KubiyaServerUrl ? context.Text("api-url") : null);
        return settings[ServiceSetting.KubiyaApiKey] is null ? null : settings;
    }

    private static YamlMapping? Named(YamlMapping root, string list, string name) =>
        root.Mappings(list).FirstOrDefault(entry => string.Equals(entry.Text("name"), name, StringComparison.Ordinal));
}

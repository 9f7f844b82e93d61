using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services.Kubiya;

/// <summary>
/// The file of Kubiya's own tool, laid out like kubectl's: <c>current-context</c> names one of <c>contexts</c>, which names the address
/// and one of <c>users</c>, which holds the token.
/// </summary>
internal sealed class KubiyaToolFile(ServiceDefinition service) : ToolFile(service)
{
    /// <summary>Names the file where it is not the usual one.</summary>
    private const string Variable = "KUBIYA_CONFIG";

    public override string Place => $"~/.kubiya/config or the file that {Variable} names";

    public override string? Locate(Variables variables) => variables[Variable] ?? InHome(variables, ".kubiya", "config");

    protected override ServiceSettings? Parse(string path, string text)
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
            Service,
            new SettingsSource(SettingsOrigin.ToolFile, $"{path} (context {current})", path),
            setting => setting == KubiyaService.ApiKey ? user.Text("token") : setting == KubiyaService.ServerUrl ? context.Text("api-url") : null);
        return settings[KubiyaService.ApiKey] is null ? null : settings;
    }

    private static YamlMapping? Named(YamlMapping root, string list, string name) =>
        root.Mappings(list).FirstOrDefault(entry => string.Equals(entry.Text("name"), name, StringComparison.Ordinal));
}

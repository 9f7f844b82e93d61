using System.Text.Json;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services.Codegen;

/// <summary>The file of Codegen's own tool: JSON with <c>token</c> and <c>organization.id</c>.</summary>
internal sealed class CodegenToolFile(ServiceDefinition service) : ToolFile(service)
{
    public override string Place => "~/.codegen/auth.json";

    public override string? Locate(Variables variables) => InHome(variables, ".codegen", "auth.json");

    protected override ServiceSettings? Parse(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("it is no JSON object");
            }

            var token = Text(root, "token");
            var organization = root.TryGetProperty("organization", out var found) && found.ValueKind == JsonValueKind.Object ? Text(found, "id") : null;
            var settings = new ServiceSettings(
                Service,
                new SettingsSource(SettingsOrigin.ToolFile, path, path),
                setting => setting == CodegenService.ApiToken ? token : setting == CodegenService.Organization ? organization : null);
            return settings.IsDecisive ? settings : null;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is no JSON: see line {exception.LineNumber + 1}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Half a character, written as an escape, is JSON but no text.
            throw new FormatException("it holds text that is none", exception);
        }
    }

    private static string? Text(JsonElement holder, string name) => holder.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;
}

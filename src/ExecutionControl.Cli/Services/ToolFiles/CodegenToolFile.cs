using System.Text.Json;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services.ToolFiles;

/// <summary>The file of Codegen's own tool: JSON with <c>token</c> and <c>organization.id</c>.</summary>
internal static class CodegenToolFile
{
    /// <exception cref="FormatException">The text is no such file.</exception>
    public static ServiceSettings? Parse(string path, string text)
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
                ControlService.Codegen,
                new SettingsSource(SettingsOrigin.ToolFile, path, path),
                setting => setting == ServiceSetting.CodegenApiToken ? token : setting == ServiceSetting.CodegenOrganization ? organization : null);
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

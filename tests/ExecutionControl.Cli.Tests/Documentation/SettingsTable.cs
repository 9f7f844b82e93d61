using System.Text;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Writes the table of what can be said about an account, from the services themselves.</summary>
internal static class SettingsTable
{
    private const string Begin = "<!-- Written by a test from the services: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->\n";
    private const string End = "<!-- The end of what the test writes. -->\n";

    /// <summary>The table.</summary>
    public static string Write(ServiceDefinitions services)
    {
        var table = new StringBuilder("| in a profile | environment variable | |\n| --- | --- | --- |\n");
        foreach (var setting in services.Settings)
        {
            var variable = setting.Variable is { } name ? $"`{name}`" : "none";
            table.Append("| `").Append(setting.QualifiedKey).Append("` | ").Append(variable).Append(" | ").Append(Kind(setting)).Append(" |\n");
        }

        return table.ToString();
    }

    /// <summary>The page with the table in the place of the one that it has.</summary>
    public static string Insert(string page, string table)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, "The page has no place for the table.");
        return $"{page[..(begin + Begin.Length)]}\n{table}\n{page[end..]}";
    }

    private static string Kind(ServiceSetting setting) => setting switch
    {
        { IsSecret: true } => "a secret",
        { IsAddress: true } => "the address of another server",
        { IsNumber: true } => "a number",
        { Key: ServiceSetting.CredentialProcessKey } => "a program that prints the secret",
        { Key: ServiceSetting.CredentialHelperKey } => "the keyring's helper that keeps the secret",
        _ => string.Empty,
    };
}

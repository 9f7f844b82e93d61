using System.Text;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Writes the table of what can be said about an account, from the services themselves.</summary>
internal static class SettingsTable
{
    private const string Introduction = """
        # Settings and environment variables

        <!-- Written by a test from the services: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->

        Everything that can be said about an account. [Accounts](../accounts.md) says which source goes before which, and how a profile is written.
        """;

    /// <summary>The whole page.</summary>
    public static string Write(ServiceDefinitions services)
    {
        var page = new StringBuilder(Introduction).Append("\n\n| in a profile | environment variable | |\n| --- | --- | --- |\n");
        foreach (var setting in services.Settings)
        {
            var variable = setting.Variable is { } name ? $"`{name}`" : "none";
            page.Append("| `").Append(setting.QualifiedKey).Append("` | ").Append(variable).Append(" | ").Append(Kind(setting)).Append(" |\n");
        }

        return page.ToString();
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

using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Accounts;

/// <summary>
/// Finds the one source of an account: a profile that was named, by --profile or ECTL_PROFILE, the services' variables, the profile in use, the
/// configuration of the service's own tool. The first that names a host or a credential is the source of both.
/// </summary>
internal static class SettingsResolution
{
    /// <summary>What the first source says, or null when none says anything.</summary>
    /// <param name="service">The service.</param>
    /// <param name="profiles">The configuration file.</param>
    /// <param name="typedProfile">The profile that --profile names, or null.</param>
    /// <param name="variables">The process's environment.</param>
    /// <exception cref="NotSentException">A file cannot be used, or there is no profile of that name.</exception>
    public static ServiceSettings? Find(IServiceModule service, ProfileFile profiles, string? typedProfile, Variables variables)
    {
        var definition = service.Definition;
        if ((typedProfile ?? variables[VariableNames.Profile]) is { } named)
        {
            return Decisive(ProfileSelection.Of(profiles, named, variables).Find()!.Settings(definition));
        }

        var environment = variables.Settings(definition, SettingsSource.Environment);
        if (environment.IsDecisive)
        {
            return environment.Checked();
        }

        var found = ProfileSelection.Of(profiles, typed: null, variables).Find() is { } profile ? Decisive(profile.Settings(definition)) : null;
        found ??= service.ToolFile?.Read(variables)?.Checked();

        // What is no matter of hosts and credentials, such as which organization is meant, may come from elsewhere.
        return definition.Settings.Where(setting => !setting.IsDecisive)
            .Aggregate(found, (settings, setting) => settings?.With(setting, environment[setting]));
    }

    /// <summary>The variables of a service that go before the profile in use; empty where none do, or where it has no account there.</summary>
    /// <param name="service">The service.</param>
    /// <param name="selection">Which profile is in use, and who said so.</param>
    /// <param name="variables">The process's environment.</param>
    public static IReadOnlyList<string> Overruling(ServiceDefinition service, ProfileSelection selection, Variables variables)
    {
        var isOverruled = selection is { IsNamed: false, Name: { } name } && selection.Document.Find(name)?.Settings(service).IsDecisive is true;
        var environment = variables.Settings(service, SettingsSource.Environment);
        return isOverruled
            ? [.. service.Settings.Where(setting => setting.IsDecisive && environment[setting] is not null).Select(setting => setting.Variable!)]
            : [];
    }

    private static ServiceSettings? Decisive(ServiceSettings settings) => settings.IsDecisive ? settings.Checked() : null;
}

using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Accounts;

/// <summary>
/// Finds the one source of an account: a profile that was typed, the environment, the selected profile, the configuration of the
/// service's own tool. The first that names a host or a credential is the source of both.
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
        if (typedProfile is not null)
        {
            return Decisive(ProfileSelection.Of(profiles, typedProfile, variables).Find()!.Settings(definition));
        }

        var environment = variables.Settings(definition, SettingsSource.Environment);
        if (environment.IsDecisive)
        {
            return environment.Checked();
        }

        var selection = ProfileSelection.Of(profiles, typed: null, variables);
        var found = selection.Find() is { } profile ? Decisive(profile.Settings(definition)) : null;
        if (found is null && !selection.IsNamed)
        {
            found = service.ToolFile?.Read(variables)?.Checked();
        }

        // What is no matter of hosts and credentials, such as which organization is meant, may come from elsewhere.
        return definition.Settings.Where(setting => !setting.IsDecisive)
            .Aggregate(found, (settings, setting) => settings?.With(setting, environment[setting]));
    }

    private static ServiceSettings? Decisive(ServiceSettings settings) => settings.IsDecisive ? settings.Checked() : null;
}

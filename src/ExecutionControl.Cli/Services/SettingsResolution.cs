using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services.ToolFiles;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>
/// Finds the one source of an account: a profile that was typed, the environment, the selected profile, the configuration of the
/// service's own tool. The first that names a host or a credential is the source of both.
/// </summary>
internal static class SettingsResolution
{
    /// <summary>What the first source says, or null when none says anything.</summary>
    /// <param name="service">The service.</param>
    /// <param name="typedProfile">The profile that --profile names, or null.</param>
    /// <param name="variables">The process's environment.</param>
    /// <exception cref="NotSentException">A file cannot be used, or there is no profile of that name.</exception>
    public static ServiceSettings? Find(ControlService service, string? typedProfile, Variables variables)
    {
        if (typedProfile is not null)
        {
            return Decisive(ProfileSelection.Of(typedProfile, variables).Find()!.Settings(service));
        }

        var environment = variables.Settings(service, SettingsSource.Environment);
        if (environment.IsDecisive)
        {
            return environment.Checked();
        }

        var selection = ProfileSelection.Of(typed: null, variables);
        var found = selection.Find() is { } profile ? Decisive(profile.Settings(service)) : null;
        if (found is null && !selection.IsNamed)
        {
            found = ToolFile.Read(service, variables)?.Checked();
        }

        // Which organization is meant is no matter of hosts and credentials.
        return found?.With(ServiceSetting.CodegenOrganization, environment[ServiceSetting.CodegenOrganization]);
    }

    private static ServiceSettings? Decisive(ServiceSettings settings) => settings.IsDecisive ? settings.Checked() : null;
}

using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services;

/// <summary>The configuration that a service's own tool keeps, read and never changed.</summary>
internal abstract class ToolFile(ServiceDefinition service)
{
    private const int MaxBytes = 1024 * 1024;

    protected ServiceDefinition Service => service;

    /// <summary>Where it is, as the help says it.</summary>
    public abstract string Place { get; }

    /// <summary>Where it is, whether it exists or not; null where the user has no home.</summary>
    public abstract string? Locate(Variables variables);

    /// <summary>What it says about an account, or null when there is none.</summary>
    /// <exception cref="NotSentException">The file is there but cannot be used.</exception>
    public ServiceSettings? Read(Variables variables)
    {
        var path = Locate(variables);
        try
        {
            return path is not null && OwnFile.Read(path, MaxBytes, isOwnFolder: false) is { } content ? Parse(path, FileText.Decode(content)) : null;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(
                ExitCode.Credentials,
                $"No credentials for {service.DisplayName}: {path}, of the service's own tool, cannot be used: "
                + $"{exception.Message.TrimEnd('.')}. 'ectl auth login {service.Name}' keeps credentials of ectl's own. Nothing was sent.",
                exception);
        }
    }

    /// <summary>What a file's text says about an account, or null when there is none.</summary>
    /// <exception cref="FormatException">The text is no such file.</exception>
    protected abstract ServiceSettings? Parse(string path, string text);

    protected static string? InHome(Variables variables, string folder, string file) =>
        variables.Folders.Home is { } home ? Path.Combine(home, folder, file) : null;
}

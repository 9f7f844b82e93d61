using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services.ToolFiles;

/// <summary>The configuration that a service's own tool keeps, read and never changed.</summary>
internal static class ToolFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Where the tool's file is, whether it exists or not; null where the user has no home.</summary>
    public static string? Locate(ControlService service, Variables variables) => service switch
    {
        ControlService.ConductorOne => InHome(variables, ".conductorone", "config.yaml"),
        ControlService.Codegen => InHome(variables, ".codegen", "auth.json"),
        ControlService.Kubiya => variables[VariableNames.KubiyaConfiguration] ?? InHome(variables, ".kubiya", "config"),
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
    };

    /// <summary>What the tool's file says about an account, or null when there is none.</summary>
    /// <exception cref="NotSentException">The file is there but cannot be used.</exception>
    public static ServiceSettings? Read(ControlService service, Variables variables)
    {
        var path = Locate(service, variables);
        try
        {
            if (path is null || OwnFile.Read(path, MaxBytes, isOwnFolder: false) is not { } content)
            {
                return null;
            }

            var text = FileText.Decode(content);
            return service switch
            {
                ControlService.ConductorOne => ConductorOneToolFile.Parse(path, text),
                ControlService.Codegen => CodegenToolFile.Parse(path, text),
                _ => KubiyaToolFile.Parse(path, text),
            };
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(
                ExitCode.Credentials,
                $"There are no credentials for {ServiceName.Display(service)}: {path}, of the service's own tool, cannot be used: "
                + $"{exception.Message.TrimEnd('.')}. 'ectl auth login {ServiceName.Of(service)}' keeps credentials of ectl's own. Nothing was sent.",
                exception);
        }
    }

    private static string? InHome(Variables variables, string folder, string file) => variables.Folders.Home is { } home ? Path.Combine(home, folder, file) : null;
}

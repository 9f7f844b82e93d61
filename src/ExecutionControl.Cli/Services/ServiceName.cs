using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>The services' names, as they are typed and as their makers write them.</summary>
internal static class ServiceName
{
    /// <summary>Every service, in the order in which they are shown.</summary>
    public static IReadOnlyList<ControlService> All { get; } = [ControlService.ConductorOne, ControlService.Codegen, ControlService.Kubiya];

    /// <summary>The names that can be typed.</summary>
    public static IReadOnlyList<string> Typed { get; } = [.. All.Select(Of)];

    /// <summary>The name as it is typed, such as <c>conductorone</c>.</summary>
    public static string Of(ControlService service) => service switch
    {
        ControlService.ConductorOne => "conductorone",
        ControlService.Codegen => "codegen",
        ControlService.Kubiya => "kubiya",
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
    };

    /// <summary>The name as its maker writes it.</summary>
    public static string Display(ControlService service) => service.ToString();

    /// <summary>The service of a typed name, in any case; null when there is none.</summary>
    public static ControlService? Parse(string name)
    {
        foreach (var service in All)
        {
            if (string.Equals(Of(service), name, StringComparison.OrdinalIgnoreCase))
            {
                return service;
            }
        }

        return null;
    }
}

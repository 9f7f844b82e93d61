namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>Where Kubiya keeps its executions.</summary>
internal static class KubiyaPath
{
    public const string Executions = "/api/v1/executions";

    public static string Of(string execution, string? command = null) => command is null ? $"{Executions}/{execution}" : $"{Executions}/{execution}/{command}";
}

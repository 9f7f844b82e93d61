namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>Environment variables that point ectl at a server.</summary>
public static class ServiceVariables
{
    public static IReadOnlyDictionary<string, string> None => Of();

    public static IReadOnlyDictionary<string, string> Of(params (string Name, string Value)[] variables) =>
        variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> ConductorOne(Uri url) =>
        Of(("CONDUCTORONE_ACCESS_TOKEN", "conductorone-token-4711"), ("CONDUCTORONE_SERVER_URL", url.ToString()));

    public static IReadOnlyDictionary<string, string> Codegen(Uri url) =>
        Of(("CODEGEN_API_TOKEN", "codegen-token-4711"), ("CODEGEN_ORG_ID", "42"), ("CODEGEN_API_BASE_URL", url.ToString()));

    public static IReadOnlyDictionary<string, string> Kubiya(Uri url) =>
        Of(("KUBIYA_API_KEY", "kubiya-key-4711"), ("KUBIYA_CONTROL_PLANE_BASE_URL", url.ToString()));

    /// <summary>The variables with one of them set to something else.</summary>
    public static IReadOnlyDictionary<string, string> With(this IReadOnlyDictionary<string, string> variables, string name, string value) =>
        new Dictionary<string, string>(variables, StringComparer.Ordinal) { [name] = value };
}

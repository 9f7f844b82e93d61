using System.Net;
using System.Runtime.CompilerServices;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>
/// What whoever runs the tests may have around them is for no command of a test's: variables stand in this process with which no test could
/// pass that saw them, and nothing leaves this machine, as what is not for loopback goes to a proxy that is not there.
/// </summary>
internal static class ForeignEnvironment
{
    /// <summary>The value of every such variable.</summary>
    public const string Value = "of-whoever-runs-the-tests";

#pragma warning disable CA2255 // Tests are no library, and this must come before the first command.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Install()
    {
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1", BypassOnLocal: true);
        string[] names =
        [
            "ECTL_PROFILE", "ECTL_COMPLETION_TIMEOUT", "CONDUCTORONE_ACCESS_TOKEN", "CONDUCTORONE_CLIENT_ID", "CONDUCTORONE_CLIENT_SECRET", "CODEGEN_API_TOKEN",
            "CODEGEN_ORG_ID", "CODEGEN_API_BASE_URL", "KUBIYA_API_KEY", "KUBIYA_CONTROL_PLANE_BASE_URL",
        ];
        foreach (var name in names)
        {
            Environment.SetEnvironmentVariable(name, Value);
        }
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Diagnosis;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Commands.Doctor;

/// <summary><c>ectl doctor</c>: looks at everything that commands depend on, and says what to do where it is not well.</summary>
internal sealed class DoctorCommand(CommandHost host) : EctlCommand(
    host,
    "doctor",
    "Look at everything that commands depend on: files and their permissions, accounts, servers, clocks. Says what to do.")
{
    public override IReadOnlyList<string> Examples { get; } = ["ectl doctor", "ectl doctor --profile staging --output json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.Refused, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted,
        ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        List<Finding> findings = [Versions()];
        if (!context.IsSandbox)
        {
            findings.AddRange(FileDiagnosis.Run(context.Session, Host.Services));
            findings.AddRange(new ProxyDiagnosis(context.Session.Environment.Raw, HttpClient.DefaultProxy).Run());
        }

        var services = new List<Finding>();
        foreach (var service in Host.Services.All)
        {
            services.AddRange(await ServiceDiagnosis.RunAsync(context.Session, service, cancellationToken));
        }

        findings.AddRange(services);
        var exitCode = findings.Find(finding => finding.Status == FindingStatus.Problem)?.ExitCode
            ?? (services.TrueForAll(finding => finding.Status != FindingStatus.Ok) ? ExitCode.Credentials : ExitCode.Success);
        context.PrintAnswer(
            Lines(findings),
            new DoctorDocument(exitCode, context.IsSandbox, findings),
            DoctorJsonContext.Readable.DoctorDocument,
            exitCode);
        return null;
    }

    private static Finding Versions()
    {
        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return new Finding(
            "versions",
            FindingStatus.Ok,
            $"ectl {version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
    }

    private static IEnumerable<string> Lines(List<Finding> findings)
    {
        var rows = AlignedText.Of([.. findings.Select(finding => (string[])[finding.Status.ToString().ToLowerInvariant(), finding.Check, finding.Detail])]);
        return rows.Zip(findings)
            .SelectMany(pair => pair.Second.Advice is { } advice ? (string[])[pair.First, $"         what to do: {advice}"] : [pair.First]);
    }
}

/// <summary>What doctor found, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether the sandbox answered.</param>
/// <param name="Findings">What was found.</param>
internal sealed record DoctorDocument(ExitCode ExitCode, bool Sandbox, IReadOnlyList<Finding> Findings)
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/doctor";
}

/// <summary>The document of what doctor found as JSON.</summary>
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext
{
    public static DoctorJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

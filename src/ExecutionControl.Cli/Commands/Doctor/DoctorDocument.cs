using System.Text.Json.Serialization;
using ExecutionControl.Cli.Diagnosis;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Commands.Doctor;

/// <summary>What doctor found, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether the sandbox answered.</param>
/// <param name="Findings">What was found.</param>
internal sealed record DoctorDocument(ExitCode ExitCode, bool Sandbox, IReadOnlyList<Finding> Findings)
{
    public string Schema { get; } = "ectl/v1/doctor";
}

/// <summary>The document of what doctor found as JSON.</summary>
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext
{
    public static DoctorJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

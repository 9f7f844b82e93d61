using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Commands.Authentication;
using ExecutionControl.Cli.Commands.Doctor;
using ExecutionControl.Cli.Commands.Profiles;
using ExecutionControl.Cli.Commands.Serve;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.TokenCache;

namespace ExecutionControl.Cli.Output;

/// <summary>How the documents that ectl prints become JSON: one line each, camel case, text left readable.</summary>
[JsonSerializable(typeof(OutcomeReport))]
[JsonSerializable(typeof(OutcomeListReport))]
[JsonSerializable(typeof(RoundLine))]
[JsonSerializable(typeof(TargetLine))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(ReadyLine))]
[JsonSerializable(typeof(AuthStatusDocument))]
[JsonSerializable(typeof(AccessTokenDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(TokenFileContent))]
[JsonSerializable(typeof(ProfileListDocument))]
[JsonSerializable(typeof(ProfileDetailsDocument))]
[JsonSerializable(typeof(AutomationDocument))]
[JsonSerializable(typeof(AutomationExecutionDocument))]
[JsonSerializable(typeof(AgentRunDocument))]
[JsonSerializable(typeof(ExecutionDocument))]
internal sealed partial class CliJsonContext : JsonSerializerContext
{
    /// <summary>The context that every document is written with: people read it in terminals, no page embeds it.</summary>
    public static CliJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>The accounts and whether they are valid, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether the sandbox answered.</param>
/// <param name="Accounts">The accounts.</param>
internal sealed record AuthStatusDocument(ExitCode ExitCode, bool Sandbox, IReadOnlyList<AuthStatusItem> Accounts)
{
    public string Schema { get; } = "ectl/v1/auth-status";
}

/// <summary>The documents about accounts as JSON.</summary>
[JsonSerializable(typeof(AuthStatusDocument))]
[JsonSerializable(typeof(AccessTokenDocument))]
internal sealed partial class AuthenticationJsonContext : JsonSerializerContext
{
    public static AuthenticationJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.TokenCache;

/// <summary>What a file of the token cache holds.</summary>
internal sealed record TokenFileContent(int Version, string Token, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The version that is written; a file of another is as good as none.</summary>
    public const int CurrentVersion = 1;

    public override string ToString() => "TokenFileContent (hidden)";
}

/// <summary>The files of the token cache as JSON.</summary>
[JsonSerializable(typeof(TokenFileContent))]
internal sealed partial class TokenJsonContext : JsonSerializerContext
{
    public static TokenJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary>The profiles, as a document for programs.</summary>
internal sealed record ProfileListDocument(IReadOnlyList<ProfileListItem> Profiles)
{
    public string Schema { get; } = "ectl/v1/profile-list";
}

/// <summary>The documents about profiles as JSON.</summary>
[JsonSerializable(typeof(ProfileListDocument))]
[JsonSerializable(typeof(ProfileDetailsDocument))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext
{
    public static ProfileJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

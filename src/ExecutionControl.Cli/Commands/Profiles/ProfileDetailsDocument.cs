namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary>What a profile says, as a document for programs. Secrets are not in it.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="File">The file that it is in.</param>
/// <param name="Current">Whether a command uses it that names no other.</param>
/// <param name="RequireReason">Whether cancelling takes a reason.</param>
/// <param name="Settings">What it says.</param>
/// <param name="UnknownKeys">What is in it that ectl does not know.</param>
internal sealed record ProfileDetailsDocument(
    string Name, string? File, bool Current, bool RequireReason, IReadOnlyList<ProfileSettingItem> Settings, IReadOnlyList<string> UnknownKeys)
{
    public string Schema { get; } = "ectl/v1/profile";
}

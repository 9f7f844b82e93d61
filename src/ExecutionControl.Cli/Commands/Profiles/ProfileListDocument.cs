namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary>The profiles, as a document for programs.</summary>
internal sealed record ProfileListDocument(IReadOnlyList<ProfileListItem> Profiles)
{
    public string Schema { get; } = "ectl/v1/profile-list";
}

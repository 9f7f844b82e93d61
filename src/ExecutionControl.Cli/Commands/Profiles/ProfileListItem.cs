namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary>One profile of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Current">Whether a command uses it that names no other.</param>
/// <param name="Services">The services that it has an account at.</param>
internal sealed record ProfileListItem(string Name, bool Current, IReadOnlyList<string> Services);

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary>One thing that a profile says.</summary>
/// <param name="Setting">Its name, such as <c>kubiya.server-url</c>.</param>
/// <param name="Value">Its value; null for a secret.</param>
/// <param name="IsSecret">Whether it is a secret.</param>
internal sealed record ProfileSettingItem(string Setting, string? Value, bool IsSecret);

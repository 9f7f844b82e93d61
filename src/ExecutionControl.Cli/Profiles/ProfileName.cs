namespace ExecutionControl.Cli.Profiles;

/// <summary>What a profile may be called: something that needs no quotes in a shell, and looks like no option.</summary>
internal static class ProfileName
{
    private const int MaxLength = 64;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    public static string Complaint(string name) =>
        $"'{name}' is no name for a profile: letters, digits, '-', '_' and '.', beginning with a letter or digit, at most {MaxLength}.";
}

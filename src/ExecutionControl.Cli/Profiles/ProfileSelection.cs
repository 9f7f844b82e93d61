using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Profiles;

/// <summary>Which profile a command uses, and who said so.</summary>
/// <param name="Document">The configuration.</param>
/// <param name="Name">The profile's name, or null when there is none.</param>
/// <param name="IsNamed">Whether --profile or ECTL_PROFILE named it: then it goes before the services' variables, and nothing takes its place.</param>
internal sealed record ProfileSelection(ProfileDocument Document, string? Name, bool IsNamed)
{
    /// <summary>The profile that is made where none was named.</summary>
    public const string DefaultName = "default";

    /// <summary>Selects: the name that was typed, then the variable, then the file's own choice.</summary>
    /// <exception cref="NotSentException">The file cannot be read.</exception>
    public static ProfileSelection Of(ProfileFile file, string? typed, Variables variables)
    {
        var document = file.Read();
        var named = typed ?? variables[VariableNames.Profile];
        return new ProfileSelection(document, named ?? document.Current, named is not null);
    }

    /// <summary>The profile, or null when none is selected.</summary>
    /// <exception cref="NotSentException">There is no profile of that name.</exception>
    public Profile? Find()
    {
        if (Name is null)
        {
            return null;
        }

        return Document.Find(Name) ?? throw new NotSentException(ExitCode.NotSent, $"{Missing(Name, Document)} Nothing was sent.");
    }

    /// <summary>The sentence about a profile that does not exist.</summary>
    public static string Missing(string name, ProfileDocument document) => document.Names is { Count: > 0 } names
        ? $"There is no profile '{name}'"
            + $"{(NearestName.Of(name, names) is { } nearest ? $"; did you mean '{nearest}'?" : $": there are {string.Join(", ", names)}.")}"
        : $"There is no profile '{name}': no profile has been made yet; 'ectl auth login' makes one.";
}

using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.TokenCache;

namespace ExecutionControl.Cli.Diagnosis;

/// <summary>Looks at the files that ectl reads and keeps: whether they can be read, and by whom.</summary>
internal static class FileDiagnosis
{
    public static IEnumerable<Finding> Run(Session session, ServiceModules services) =>
    [
        .. Configuration(session),
        TokenCache(session),
        .. Permissions(session, services),
    ];

    private static IEnumerable<Finding> Configuration(Session session)
    {
        var path = session.Profiles.Path;
        if (path is null)
        {
            return [new Finding("configuration", FindingStatus.Warning, "the user has no place for a configuration file", "set HOME or XDG_CONFIG_HOME")];
        }

        if (!File.Exists(path))
        {
            return [new Finding("configuration", FindingStatus.Ok, $"{path} does not exist, so there are no profiles")];
        }

        try
        {
            var selection = session.SelectProfile();
            _ = selection.Find();
            var unknown = selection.Document.Names
                .Select(selection.Document.Find)
                .OfType<Profile>()
                .SelectMany(profile => profile.UnknownKeys.Select(key => $"{key} of profile {profile.Name}"))
                .ToList();
            return
            [
                new Finding(
                    "configuration",
                    FindingStatus.Ok,
                    $"{path}: {selection.Document.Names.Count} profiles, {(selection.Name is { } name ? $"{name} is used" : "none is used")}"),
                .. unknown.Select(
                    key => new Finding("configuration", FindingStatus.Warning, $"{path}: {key} is not known to ectl", "correct the name, or take it out")),
            ];
        }
        catch (NotSentException exception)
        {
            return [new Finding("configuration", FindingStatus.Problem, exception.Message, $"edit {path}, or see 'ectl profile --help'")];
        }
    }

    private static Finding TokenCache(Session session)
    {
        if (TokenFolder.Locate(session.Environment.Folders) is not { } folder)
        {
            return new Finding(
                "token cache", FindingStatus.Warning, "the user has no place for one, so that every run mints a token", "set HOME or XDG_CACHE_HOME");
        }

        try
        {
            return new Finding("token cache", FindingStatus.Ok, $"{folder}: {TokenFolder.Tokens(folder).Count} tokens");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Finding("token cache", FindingStatus.Warning, $"{folder} cannot be read: {exception.Message}", $"remove {folder}");
        }
    }

    private static IEnumerable<Finding> Permissions(Session session, ServiceModules services)
    {
        var paths = new List<string?> { session.Profiles.Path, session.Environment.Folders.Configuration, TokenFolder.Locate(session.Environment.Folders) };
        paths.AddRange(services.All.Select(service => service.ToolFile?.Locate(session.Environment)));
        var present = paths.OfType<string>().Where(Path.Exists).ToList();
        var open = present.Where(OwnFile.IsOpenToOthers).ToList();
        return open.Count == 0
            ? [
                new Finding(
                    "permissions",
                    FindingStatus.Ok,
                    present.Count == 0 ? "there is nothing to protect yet" : "what may hold secrets is for its owner alone"),
            ]
            : open.Select(path => new Finding(
                "permissions",
                FindingStatus.Warning,
                $"{path} may hold secrets, and not only its owner has rights to it",
                $"chmod {(Directory.Exists(path) ? "700" : "600")} '{path}'"));
    }
}

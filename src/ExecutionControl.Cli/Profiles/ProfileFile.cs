using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Profiles;

/// <summary>The configuration file: read by everybody who needs it, changed by one process at a time, for its owner alone.</summary>
/// <param name="folders">The user's folders.</param>
/// <param name="services">The services that it may speak of.</param>
internal sealed class ProfileFile(UserFolders folders, ServiceDefinitions services)
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where it is, whether it exists or not; null where the user has no place for one.</summary>
    public string? Path { get; } = folders.Configuration is { } folder ? System.IO.Path.Combine(folder, "config.yaml") : null;

    /// <summary>Reads it. One that does not exist says nothing.</summary>
    /// <exception cref="NotSentException">It cannot be read.</exception>
    public ProfileDocument Read() => Path is { } path ? Read(path) : ProfileDocument.Parse("no file", string.Empty, services);

    /// <summary>Changes it: reads it, lets <paramref name="change"/> edit it, writes it.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="NotSentException">It cannot be read or written; then it is as before.</exception>
    public async Task<string> ChangeAsync(Action<ProfileDocument> change, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var path = RequirePlace();
        try
        {
            OwnFile.PrepareFolder(System.IO.Path.GetDirectoryName(path)!);
            await using var held = await FileLock.TryTakeAsync(path + ".lock", Patience, timeProvider, cancellationToken) ?? throw new NotSentException(
                ExitCode.NotSent, $"Another process has been changing {path} for {Patience.TotalSeconds:0} s. Nothing was changed; try again.");
            var document = Read(path);
            change(document);
            OwnFile.Replace(path, document.ToText());
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"{path} cannot be written: {exception.Message} Nothing was changed.", exception);
        }
        catch (FormatException exception)
        {
            throw new NotSentException(ExitCode.NotSent, $"{path} was not changed: {exception.Message}.", exception);
        }
    }

    /// <summary>Checks that it could be changed, so that this is known before a secret is asked for or sent anywhere.</summary>
    /// <exception cref="NotSentException">It could not; nothing was changed.</exception>
    public void DemandWritable()
    {
        var path = RequirePlace();
        try
        {
            OwnFile.PrepareFolder(System.IO.Path.GetDirectoryName(path)!);
            OwnFile.DemandReplaceable(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"{path} cannot be written: {exception.Message} Nothing was sent or changed.", exception);
        }
    }

    /// <summary>Removes what a process left behind that was killed while it wrote the file. It may hold a secret.</summary>
    public async Task RemoveLeftoverAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (Path is { } path && File.Exists(path + OwnFile.DraftExtension))
        {
            await using var held = await FileLock.TryTakeAsync(path + ".lock", Patience, timeProvider, cancellationToken);
            File.Delete(path + OwnFile.DraftExtension);
        }
    }

    /// <summary>The complaint about a file that says something impossible.</summary>
    public static NotSentException Malformed(string path, FormatException exception) =>
        new(ExitCode.NotSent, $"{path} cannot be used: {exception.Message}. Correct it, or move it away. Nothing was sent.", exception);

    private string RequirePlace() => Path ?? throw new NotSentException(
        ExitCode.NotSent, "There is no place for a configuration file: set HOME or XDG_CONFIG_HOME. Nothing was changed.");

    private ProfileDocument Read(string path)
    {
        try
        {
            return ProfileDocument.Parse(
                path, OwnFile.Read(path, MaxBytes, isOwnFolder: true) is { } content ? FileText.Decode(content) : string.Empty, services);
        }
        catch (FormatException exception)
        {
            throw Malformed(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(ExitCode.NotSent, $"{path} cannot be read: {exception.Message} Nothing was sent.", exception);
        }
    }
}

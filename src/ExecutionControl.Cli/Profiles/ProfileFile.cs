using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Profiles;

/// <summary>The configuration file: read by everybody who needs it, changed by one process at a time, for its owner alone.</summary>
internal static class ProfileFile
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where it is, whether it exists or not; null where the user has no place for one.</summary>
    public static string? Locate() => UserFolders.Configuration is { } folder ? Path.Combine(folder, "config.yaml") : null;

    /// <summary>Reads it. One that does not exist says nothing.</summary>
    /// <exception cref="NotSentException">It cannot be read.</exception>
    public static ProfileDocument Read() => Locate() is { } path ? Read(path) : ProfileDocument.Parse("no file", string.Empty);

    /// <summary>Changes it: reads it, lets <paramref name="change"/> edit it, writes it.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="NotSentException">It cannot be read or written; then it is as before.</exception>
    public static async Task<string> ChangeAsync(Action<ProfileDocument> change, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var path = Locate() ?? throw new NotSentException(
            ExitCode.NotSent, "There is no place for a configuration file: set HOME or XDG_CONFIG_HOME. Nothing was changed.");
        try
        {
            OwnerOnlyFile.PrepareFolder(Path.GetDirectoryName(path)!);
            await using var held = await FileLock.TryTakeAsync(path + ".lock", Patience, timeProvider, cancellationToken) ?? throw new NotSentException(
                ExitCode.NotSent, $"Another process has been changing {path} for {Patience.TotalSeconds:0} s. Nothing was changed; try again.");
            var document = Read(path);
            change(document);
            await OwnerOnlyFile.ReplaceAsync(path, document.ToText(), cancellationToken);
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

    /// <summary>The complaint about a file that says something impossible.</summary>
    public static NotSentException Malformed(string path, FormatException exception) =>
        new(ExitCode.NotSent, $"{path} cannot be used: {exception.Message}. Correct it, or move it away. Nothing was sent.", exception);

    private static ProfileDocument Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return ProfileDocument.Parse(path, string.Empty);
            }

            return new FileInfo(path).Length <= MaxBytes
                ? ProfileDocument.Parse(path, File.ReadAllText(path))
                : throw new FormatException("it is longer than 1 MiB");
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

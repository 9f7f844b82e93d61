using System.Text.Json;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.TokenCache;

/// <summary>
/// Access tokens in files of the user's cache folder, for the owner alone and named by a hash, so that a run need not ask for one that
/// another has. Any number of processes may use the folder at once.
/// </summary>
internal sealed class FileTokenStore(string folder, TimeProvider timeProvider) : ITokenStore
{
    /// <summary>How long to wait for another process that mints. An emergency must not hang on it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tokens that nobody has renewed for so long are of no use to anybody.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    public async ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken)
    {
        OwnerOnlyFile.PrepareFolder(folder);
        return await FileLock.TryTakeAsync(PathOf(key, TokenFolder.LockExtension), Patience, timeProvider, cancellationToken);
    }

    public async ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key, TokenFolder.TokenExtension);

        // A file that others could read or write is not trusted: the next token takes its place.
        if (!File.Exists(path) || OwnerOnlyFile.IsOpenToOthers(path))
        {
            return null;
        }

        var content = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(path, cancellationToken), CliJsonContext.Readable.TokenFileContent);
        return content is { Version: TokenFileContent.CurrentVersion, Token.Length: > 0 } && content.ExpiresAt > content.IssuedAt
            ? new StoredToken(content.Token, content.IssuedAt, content.ExpiresAt)
            : null;
    }

    public async ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
    {
        OwnerOnlyFile.PrepareFolder(folder);
        var content = new TokenFileContent(TokenFileContent.CurrentVersion, token.Value, token.IssuedAt, token.ExpiresAt);
        await OwnerOnlyFile.ReplaceAsync(
            PathOf(key, TokenFolder.TokenExtension),
            JsonSerializer.Serialize(content, CliJsonContext.Readable.TokenFileContent),
            cancellationToken);
        RemoveForgotten();
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(key, TokenFolder.TokenExtension));
        return ValueTask.CompletedTask;
    }

    private string PathOf(string key, string extension) => Path.Combine(folder, key + extension);

    private void RemoveForgotten()
    {
        var oldest = timeProvider.GetUtcNow().UtcDateTime - MaxAge;
        foreach (var file in TokenFolder.Tokens(folder).Where(file => File.GetLastWriteTimeUtc(file) < oldest))
        {
            File.Delete(file);
        }
    }
}

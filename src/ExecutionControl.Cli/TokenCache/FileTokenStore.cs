using System.Text.Json.Serialization;
using System.Text.Json;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.TokenCache;

/// <summary>
/// Access tokens in files of the user's cache folder, for the owner alone and named by a hash, so that a run need not ask for one that
/// another has. Any number of processes may use the folder at once. Where it cannot be used, tokens are used all the same and not kept.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="warn">Is told, once, that tokens cannot be kept.</param>
internal sealed class FileTokenStore(string folder, TimeProvider timeProvider, Action<string> warn) : ITokenStore
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>How long to wait for another process that mints. An emergency must not hang on it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tokens that nobody has renewed for so long are of no use to anybody.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    private int _hasWarned;

    public async ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            OwnFile.PrepareFolder(folder);
            return await FileLock.TryTakeAsync(PathOf(key, TokenFolder.LockExtension), Patience, timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn(exception);
            return null;
        }
    }

    public ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(PathOf(key, TokenFolder.TokenExtension)));

    public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
    {
        try
        {
            OwnFile.PrepareFolder(folder);
            var path = PathOf(key, TokenFolder.TokenExtension);
            var content = new TokenFileContent(TokenFileContent.CurrentVersion, token.Value, token.IssuedAt, token.ExpiresAt);
            RemoveUnlessOwn(path);
            OwnFile.Replace(path, JsonSerializer.Serialize(content, TokenJsonContext.Readable.TokenFileContent));
            RemoveForgotten();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Warn(exception);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        File.Delete(PathOf(key, TokenFolder.TokenExtension));
        return ValueTask.CompletedTask;
    }

    private string PathOf(string key, string extension) => Path.Combine(folder, key + extension);

    private static StoredToken? Read(string path)
    {
        try
        {
            // A file that others could read or write is not trusted, nor is one that is a link: the next token takes its place.
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null } || OwnFile.IsOpenToOthers(path)
                || OwnFile.Read(path, MaxBytes, isOwnFolder: true) is not { } bytes)
            {
                return null;
            }

            var content = JsonSerializer.Deserialize(FileText.Decode(bytes), TokenJsonContext.Readable.TokenFileContent);
            return content is { Version: TokenFileContent.CurrentVersion, Token.Length: > 0 } && content.ExpiresAt > content.IssuedAt
                ? new StoredToken(content.Token, content.IssuedAt, content.ExpiresAt)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or JsonException
            or InvalidOperationException)
        {
            return null;
        }
    }

    // Never written through: in ectl's own folder a link or another user's file is not ectl's.
    private static void RemoveUnlessOwn(string path)
    {
        if (new FileInfo(path) is { LinkTarget: not null } || (File.Exists(path) && OwnFile.IsOpenToOthers(path)))
        {
            File.Delete(path);
        }
    }

    private void RemoveForgotten()
    {
        var oldest = timeProvider.GetUtcNow().UtcDateTime - MaxAge;
        foreach (var file in TokenFolder.Files(folder).Where(file => File.GetLastWriteTimeUtc(file) < oldest))
        {
            File.Delete(file);
        }
    }

    private void Warn(Exception exception)
    {
        if (Interlocked.Exchange(ref _hasWarned, 1) == 0)
        {
            warn($"the access token is used, but cannot be kept for the next run: {exception.Message}");
        }
    }
}

/// <summary>What a file of the token cache holds.</summary>
internal sealed record TokenFileContent(int Version, string Token, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The version that is written; a file of another is as good as none.</summary>
    public const int CurrentVersion = 1;

    public override string ToString() => "TokenFileContent (hidden)";
}

/// <summary>The files of the token cache as JSON.</summary>
[JsonSerializable(typeof(TokenFileContent))]
internal sealed partial class TokenJsonContext : JsonSerializerContext
{
    public static TokenJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

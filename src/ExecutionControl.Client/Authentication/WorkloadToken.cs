namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Where a workload's own OIDC token comes from, which ConductorOne exchanges for an access token. Its
/// <see cref="ToString"/> never shows the token.
/// </summary>
public sealed class WorkloadToken
{
    private readonly Func<CancellationToken, ValueTask<string>> _read;
    private readonly string _source;
    private object? _callback;

    private WorkloadToken(string source, string identity, Func<CancellationToken, ValueTask<string>> read)
    {
        _source = source;
        Identity = identity;
        _read = read;
    }

    /// <summary>What tells it from others in the key of a token store: the token itself where it is known, or else where it comes from.</summary>
    internal string Identity { get; }

    /// <summary>What tells it from others while this process runs.</summary>
    internal object Source => _callback ?? (object)(_source, Identity);

    /// <summary>A token that is known already. It serves until it expires.</summary>
    /// <param name="token">The OIDC token.</param>
    /// <returns>The source.</returns>
    public static WorkloadToken FromValue(string token)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(token);
        return new WorkloadToken("a value", token, _ => ValueTask.FromResult(token));
    }

    /// <summary>A file that the platform keeps up to date; read again at every exchange.</summary>
    /// <param name="path">The file; white space around the token in it is ignored.</param>
    /// <returns>The source.</returns>
    public static WorkloadToken FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new WorkloadToken(
            $"the file {path}",
            Path.GetFullPath(path),
            async cancellationToken => await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A callback that is asked at every exchange.</summary>
    /// <param name="getToken">Gets the OIDC token.</param>
    /// <returns>The source.</returns>
    public static WorkloadToken FromCallback(Func<CancellationToken, ValueTask<string>> getToken)
    {
        ArgumentNullException.ThrowIfNull(getToken);
        return new WorkloadToken("a callback", "a callback", getToken) { _callback = getToken };
    }

    /// <inheritdoc/>
    public override string ToString() => $"WorkloadToken from {_source}";

    /// <exception cref="TokenRequestException">There is none.</exception>
    internal async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        string token;
        try
        {
            token = await _read(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not TokenRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new TokenRequestException($"the workload's OIDC token could not be had from {_source}: {exception.Message}", isRejection: false, exception);
        }

        return string.IsNullOrWhiteSpace(token)
            ? throw new TokenRequestException($"the workload's OIDC token is empty: {_source} holds none", isRejection: true)
            : token.Trim();
    }
}

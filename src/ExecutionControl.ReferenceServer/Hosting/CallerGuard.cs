using System.Collections.Concurrent;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Hosting;

/// <summary>
/// Keeps web pages out. A page anywhere can make its name lead to this machine and then call the server as its own host, and any page can
/// send it requests; the sandbox's credentials are published, so that nothing else would stop either.
/// </summary>
internal sealed class CallerGuard
{
    private const int MostNames = 1024;

    private readonly IReadOnlyList<HostName> _allowed;
    private readonly HostName? _own;
    private readonly bool _checksHosts;
    private readonly StateDatabase _database;

    // Names that pass by what they are, which never changes; those of tenants are looked up each time.
    private readonly ConcurrentDictionary<string, bool> _passing = new(StringComparer.Ordinal);

    /// <param name="address">Where the server listens.</param>
    /// <param name="allowed">The hosts that were allowed beyond its own.</param>
    /// <param name="database">The first tenant's state, which has the hosts of the others.</param>
    public CallerGuard(ListenAddress address, IReadOnlyList<HostName> allowed, StateDatabase database)
    {
        _allowed = allowed;
        _own = HostName.Parse(address.Host);
        _checksHosts = address.IsLoopback || allowed.Count > 0;
        _database = database;
    }

    /// <summary>The status of a refusal and why; null where the request may pass.</summary>
    public ValueTask<(int Status, string Why)?> RefuseAsync(HttpRequest request, CancellationToken cancellationToken) =>
        !_checksHosts || PassesByName(request.Host.Value ?? "")
            ? ValueTask.FromResult(RefusePage(request))
            : RefuseUnlessTenantAsync(request, cancellationToken);

    /// <summary>Whether a page may read the answers: its host was allowed, or the server is its own.</summary>
    public bool MayRead(string origin, HttpRequest request) => IsAllowedOrigin(origin) || IsOwnOrigin(origin, request);

    private async ValueTask<(int Status, string Why)?> RefuseUnlessTenantAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var host = request.Host.Value ?? "";
        return HostName.Parse(host) is not null
            && await _database.ReadAsync(session => TenantStore.Of(session, host), cancellationToken).ConfigureAwait(false) is not null
            ? RefusePage(request)
            : (
                StatusCodes.Status421MisdirectedRequest,
                $"The host '{Shown(host)}' is none of this server's. "
                + "Call it by a loopback name, the host that it listens on or a tenant, or start it with --allow-host.");
    }

    private (int Status, string Why)? RefusePage(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count == 0 && request.Headers.Origin.Count == 0)
        {
            return null;
        }

        var isCrossSite = site.Contains("cross-site", StringComparer.OrdinalIgnoreCase);
        var origins = request.Headers.Origin;
        if (origins.Count > 0)
        {
            return origins.Count == 1 && (IsAllowedOrigin(origins[0]!) || (IsOwnOrigin(origins[0]!, request) && !isCrossSite))
                ? null
                : Foreign($"The origin '{Shown(origins[0])}' may not call this server");
        }

        return isCrossSite || site.Contains("same-site", StringComparer.OrdinalIgnoreCase)
            ? Foreign("A page of another origin may not call this server")
            : null;
    }

    private static (int Status, string Why) Foreign(string what) =>
        (StatusCodes.Status403Forbidden, $"{what}. To let a page call it, start it with --allow-host and the page's host.");

    private static string Shown(string? text) => text is { Length: > 100 } ? text[..100] + "…" : text ?? "";

    private static HostName? HostOf(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && string.Equals(origin, url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            ? HostName.Parse($"{(url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost)}:{url.Port}")
            : null;

    private bool IsAllowedOrigin(string origin) => HostOf(origin) is { } host && _allowed.Any(allowed => allowed.Covers(host));

    // Any name that leads here will do, the port decides: another program's pages on this machine come from another one.
    private bool IsOwnOrigin(string origin, HttpRequest request) =>
        HostOf(origin) is { } host && host.Port == request.HttpContext.Connection.LocalPort
        && (host.IsLoopback || _own?.Covers(host) is true || string.Equals(request.Host.Host.Trim('[', ']'), host.Host, StringComparison.OrdinalIgnoreCase));

    private bool PassesByName(string text)
    {
        if (_passing.ContainsKey(text))
        {
            return true;
        }

        if (HostName.Parse(text) is not { } host || !(host.IsLoopback || _own?.Covers(host) is true || _allowed.Any(allowed => allowed.Covers(host))))
        {
            return false;
        }

        if (_passing.Count < MostNames)
        {
            _passing[text] = true;
        }

        return true;
    }
}

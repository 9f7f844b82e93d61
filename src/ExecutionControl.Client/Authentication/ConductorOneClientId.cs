using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// The id of a ConductorOne client credential, <c>name@host/suffix</c>, for example
/// <c>clever-fox-1234@acme.conductor.one/spc</c>. It is not secret, and it says which host the credential belongs to.
/// </summary>
/// <remarks>
/// Split as ConductorOne's own clients do: once at the first <c>@</c>, then what follows once at the first <c>/</c>. So the
/// name has no <c>@</c> and the host no <c>/</c>, while the suffix may have either.
/// </remarks>
[DebuggerDisplay("{_value,nq}")]
public sealed class ConductorOneClientId
{
    private static readonly SearchValues<char> HostNameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    private readonly string _value;

    private ConductorOneClientId(string value, string name, string host, string hostName, string suffix)
    {
        _value = value;
        Name = name;
        Host = host;
        HostName = hostName;
        Suffix = suffix;
    }

    /// <summary>What stands before the <c>@</c>, for example <c>clever-fox-1234</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The host, with its port if it has one, as written: <c>acme.conductor.one</c> or <c>localhost:8443</c>. It can follow
    /// <c>https://</c> in a URL as it is.
    /// </summary>
    public string Host { get; }

    /// <summary>The host without its port, as written; an IPv6 address keeps its brackets, as in <see cref="Uri.Host"/>.</summary>
    public string HostName { get; }

    /// <summary>What stands after the <c>/</c>, for example <c>spc</c>.</summary>
    public string Suffix { get; }

    /// <summary>Reads a client id.</summary>
    /// <param name="value">The id, without white space around it.</param>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">
    /// It is no client id. The message says why and does not repeat the value, which might be a secret in the wrong place.
    /// </exception>
    public static ConductorOneClientId Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Read(value, out var fault) ?? throw new FormatException(
            $"The ConductorOne client id is invalid: {fault}. It has the form name@host/suffix, for example clever-fox-1234@acme.conductor.one/spc.");
    }

    /// <summary>Reads a client id, if it is one.</summary>
    /// <param name="value">The id, without white space around it.</param>
    /// <param name="clientId">The client id, or <see langword="null"/> if the value is none.</param>
    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out ConductorOneClientId? clientId)
    {
        clientId = value is null ? null : Read(value, out _);
        return clientId is not null;
    }

    /// <summary>The whole id.</summary>
    public override string ToString() => _value;

    private static ConductorOneClientId? Read(string value, out string? fault)
    {
        fault = FindCharacterFault(value);
        if (fault is not null)
        {
            return null;
        }

        var at = value.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            fault = "it has no '@'";
            return null;
        }

        var slash = value.IndexOf('/', at + 1);
        if (slash < 0)
        {
            fault = "it has no '/' after the host";
            return null;
        }

        var name = value[..at];
        var host = value[(at + 1)..slash];
        var suffix = value[(slash + 1)..];
        if (name.Length == 0)
        {
            fault = "the name before the '@' is missing";
        }
        else if (suffix.Length == 0)
        {
            fault = "the suffix after the '/' is missing";
        }
        else if (ReadHostName(host, out fault) is { } hostName)
        {
            return new ConductorOneClientId(value, name, host, hostName, suffix);
        }

        return null;
    }

    private static string? FindCharacterFault(string value)
    {
        foreach (var character in value)
        {
            if (char.IsWhiteSpace(character))
            {
                return "it contains white space";
            }

            if (char.IsControl(character))
            {
                return "it contains a control character";
            }
        }

        return value.Length == 0 ? "it is empty" : null;
    }

    private static string? ReadHostName(string host, out string? fault)
    {
        fault = null;
        if (host.Length == 0)
        {
            fault = "the host between '@' and '/' is missing";
        }
        else if (host.Equals("https:", StringComparison.OrdinalIgnoreCase) || host.Equals("http:", StringComparison.OrdinalIgnoreCase))
        {
            fault = "the host must be written without a scheme such as https://";
        }
        else if (host.Contains('@', StringComparison.Ordinal))
        {
            fault = "it has a second '@' before the '/'";
        }

        if (fault is not null)
        {
            return null;
        }

        // The colons of an IPv6 address are inside its brackets, the port's is behind them.
        var portColon = host.IndexOf(':', host.StartsWith('[') ? Math.Max(host.IndexOf(']', StringComparison.Ordinal), 0) : 0);
        var hostName = portColon < 0 ? host : host[..portColon];
        if (portColon >= 0 && !IsPort(host.AsSpan(portColon + 1)))
        {
            fault = "the port after the host is not a number from 1 to 65535";
        }
        else if (!IsHostName(hostName))
        {
            fault = "the host is neither a DNS name in ASCII nor an IP address (IPv6 in brackets)";
        }

        return fault is null ? hostName : null;
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static bool IsHostName(string hostName)
    {
        if (!hostName.StartsWith('[') && hostName.AsSpan().ContainsAnyExcept(HostNameCharacters))
        {
            return false;
        }

        // A form that .NET would rewrite, such as 127.1, would send the credential to a host other than the one that is read here.
        return Uri.TryCreate($"https://{hostName}/", UriKind.Absolute, out var uri)
            && uri.Host.Equals(hostName, StringComparison.OrdinalIgnoreCase);
    }
}

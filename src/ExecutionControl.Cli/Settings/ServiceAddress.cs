using System.Text.RegularExpressions;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Settings;

/// <summary>
/// Reads the address of a service as people paste it. One with the beginning of the service's own paths at its end is taken without them;
/// what would lead elsewhere than somebody meant is refused, and a name or password in it is never repeated.
/// </summary>
internal static partial class ServiceAddress
{
    /// <param name="text">What was typed or found.</param>
    /// <param name="service">The service.</param>
    /// <param name="name">What a person calls the setting.</param>
    /// <exception cref="NotSentException">It is no address, or says too much.</exception>
    public static Uri Read(string text, ServiceDefinition service, string name)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            throw Refused($"{name} holds a user name or password: an address has none; leave out everything before the @");
        }

        if (PastedText.Complaint(text) is { } pasted)
        {
            throw Refused($"{name} {pasted}");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || !Beginning().IsMatch(text))
        {
            throw Refused(Uri.TryCreate($"https://{text}", UriKind.Absolute, out _) && HostAlone().IsMatch(text)
                ? $"{name} is no http or https address: {text}; did you mean https://{text}?"
                : $"{name} is no http or https address: {text}");
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0 || text.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            throw Refused($"{name} goes on after its path: {text}; leave out everything from the {(address.Query.Length > 0 ? '?' : '#')} on");
        }

        return WithoutPaths(address, service, name);
    }

    private static Uri WithoutPaths(Uri address, ServiceDefinition service, string name)
    {
        var path = address.AbsolutePath.TrimEnd('/');
        var beginning = service.PathBeginnings.FirstOrDefault(candidate => path.EndsWith(candidate, StringComparison.OrdinalIgnoreCase));
        var rest = path[..^(beginning?.Length ?? 0)].TrimEnd('/');
        if (Version().Match(rest) is { Success: true, Value: var doubled })
        {
            throw Refused(
                $"{name} holds a part of the service's own paths ({doubled}), which would be there twice: {address}; "
                + $"{service.DisplayName}'s begin with {service.PathBeginnings[0]}, and are added by ectl");
        }

        return beginning is null ? address : new UriBuilder(address) { Path = rest }.Uri;
    }

    private static NotSentException Refused(string why) => new(ExitCode.NotSent, $"{why}. Nothing was sent.");

    [GeneratedRegex("^https?://[^/]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex("^[a-z0-9-]+(?:[.][a-z0-9-]+)*(?::[0-9]+)?(?:/[^/].*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostAlone();

    [GeneratedRegex("(?:/api)?/v[0-9]+(?=/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Version();
}

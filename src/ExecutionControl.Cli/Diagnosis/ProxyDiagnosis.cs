using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Diagnosis;

/// <summary>
/// Looks at the variables that name a proxy, and says which of them .NET passes over without a word: then a request goes another way than
/// somebody meant. What is in force is asked of .NET itself; the words of these variables only say why.
/// </summary>
/// <param name="variables">The process's environment.</param>
/// <param name="proxy">The proxy that is in force.</param>
internal sealed class ProxyDiagnosis(Func<string, string?> variables, System.Net.IWebProxy proxy)
{
    private const string Check = "proxy";

    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5"];

    public IEnumerable<Finding> Run()
    {
        List<Finding> findings = [.. ProxyVariables.Proxies.SelectMany(Proxy), .. Exceptions()];
        return findings.Count > 0 ? findings : [new Finding(Check, FindingStatus.Ok, "no variable names one")];
    }

    /// <summary>Says which way requests to a server go, where a proxy is named at all.</summary>
    public IEnumerable<Finding> Server(string name, Uri server)
    {
        if (server.IsLoopback || !ProxyVariables.Proxies.SelectMany(ProxyVariables.SpellingsOf).Any(spelling => !string.IsNullOrEmpty(variables(spelling))))
        {
            return [];
        }

        var used = proxy.IsBypassed(server) ? null : proxy.GetProxy(server);
        if (used is null)
        {
            return [new Finding($"{name} proxy", FindingStatus.Ok, $"{server.Host} is asked without a proxy")];
        }

        var parent = Entries()
            .Select(entry => entry.Entry)
            .FirstOrDefault(entry => server.Host.EndsWith($".{entry}", StringComparison.OrdinalIgnoreCase) && entry[0] is not '.');
        return parent is null
            ? [new Finding($"{name} proxy", FindingStatus.Ok, $"{server.Host} is asked through {Shown(used)}")]
            : [new Finding(
                $"{name} proxy",
                FindingStatus.Warning,
                $"{server.Host} is asked through {Shown(used)}, although {ProxyVariables.Exceptions} names {parent}: that is one host, and none below it",
                $"write .{parent} in {ProxyVariables.Exceptions} for all hosts below it")];
    }

    /// <summary>A proxy's address without the name and password in it.</summary>
    public static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private IEnumerable<Finding> Proxy(string name)
    {
        var set = ProxyVariables.SpellingsOf(name).Where(spelling => !string.IsNullOrEmpty(variables(spelling))).ToList();
        if (set is not [var spelling, ..])
        {
            yield break;
        }

        var value = variables(spelling)!;
        if (set is [_, var other] && !string.Equals(value, variables(other), StringComparison.Ordinal))
        {
            yield return new Finding(Check, FindingStatus.Warning, $"{other} is ignored: {spelling} goes before it", "set one of the two");
        }

        if (Complaint(spelling, value) is { } complaint)
        {
            yield return new Finding(
                Check, FindingStatus.Warning, $"{spelling} is ignored: {complaint}", $"set {spelling} to an address such as http://proxy.example.com:3128");
        }
        else
        {
            yield return new Finding(
                Check, FindingStatus.Ok, $"{spelling} names one{(name is "ALL_PROXY" ? ", for what no other variable is about" : string.Empty)}");
        }
    }

    private string? Complaint(string spelling, string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? value[..end] : null;
        return value switch
        {
            _ when char.IsWhiteSpace(value[0]) => "it begins with a space",
            _ when char.IsWhiteSpace(value[^1]) => "it ends with a space",
            ['"' or '\'', ..] or [.., '"' or '\''] => "it stands in quotes",
            _ when scheme is not null && !Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) =>
                $"{PlainScheme(scheme)} is no kind of proxy that .NET knows; it knows {string.Join(", ", Schemes)}",
            _ when spelling is "HTTP_PROXY" && variables("GATEWAY_INTERFACE") is not null =>
                "GATEWAY_INTERFACE is set, and a web server's caller could have set HTTP_PROXY",
            _ => IsInForce(spelling) ? null : "it is no address",
        };
    }

    /// <summary>What stands before the first "://" may be anything, a password included.</summary>
    private static string PlainScheme(string scheme) => scheme.Length <= 10 && scheme.All(char.IsAsciiLetterOrDigit) ? scheme : "what it begins with";

    private bool IsInForce(string spelling)
    {
        var scheme = spelling.StartsWith("http_", StringComparison.OrdinalIgnoreCase) ? "http" : "https";
        var isOverruled = spelling.StartsWith("all_", StringComparison.OrdinalIgnoreCase)
            && ProxyVariables.SpellingsOf("HTTPS_PROXY").Any(other => !string.IsNullOrEmpty(variables(other)));
        return isOverruled || proxy.GetProxy(new Uri($"{scheme}://host.invalid")) is not null;
    }

    private IEnumerable<(string Spelling, string Entry)> Entries() =>
        from spelling in ProxyVariables.SpellingsOf(ProxyVariables.Exceptions).Where(spelling => !string.IsNullOrEmpty(variables(spelling))).Take(1)
        from entry in variables(spelling)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        select (spelling, entry);

    private IEnumerable<Finding> Exceptions() =>
        from entry in Entries()
        let complaint = ExceptionComplaint(entry.Entry)
        where complaint is not null
        select new Finding(
            Check,
            FindingStatus.Warning,
            $"{entry.Spelling}: '{entry.Entry}' is ignored: {complaint}",
            "name each host, or .example.com for all below a domain");

    private static string? ExceptionComplaint(string entry) => entry switch
    {
        "*" => ".NET knows no sign for all hosts; leave the proxy's variables out in its place",
        ['*', ..] => ".NET knows no *; a dot at the beginning stands for all below a domain",
        _ when entry.Contains('/', StringComparison.Ordinal) => "it is no host; ranges of addresses and whole addresses are not known",
        _ when entry.Any(char.IsWhiteSpace) || entry.Contains(';', StringComparison.Ordinal) => "hosts are separated by commas",
        _ when entry.AsSpan().IndexOfAny('"', '\'') >= 0 => "it stands in quotes",
        _ when entry.Count(character => character == ':') == 1 => "a host is named without its port",
        _ => null,
    };
}

namespace ExecutionControl.Cli.Output;

/// <summary>The variables that .NET takes a proxy from; many hold a password in the middle of an address.</summary>
internal static class ProxyVariables
{
    /// <summary>The variable of hosts that are asked without a proxy.</summary>
    public const string Exceptions = "NO_PROXY";

    /// <summary>Those that name a proxy, in the order in which .NET asks them; each in small letters before capital ones.</summary>
    public static IReadOnlyList<string> Proxies { get; } = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    /// <summary>Both spellings of a variable.</summary>
    public static IEnumerable<string> SpellingsOf(string name) => [name.ToLowerInvariant(), name];

    /// <summary>What nobody may see of the proxies' addresses, as it stands there and decoded: passwords, and names with them.</summary>
    public static IEnumerable<string> Secrets(Func<string, string?> variables) =>
        Proxies.SelectMany(SpellingsOf).Select(variables).OfType<string>().SelectMany(SecretsOf).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> SecretsOf(string address)
    {
        if (address.LastIndexOf('@') is not (> 0 and var end))
        {
            return [];
        }

        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && scheme < end ? scheme + 3 : 0;
        var userInfo = address[start..end];
        var password = userInfo[(userInfo.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return [userInfo, Uri.UnescapeDataString(userInfo), password, Uri.UnescapeDataString(password)];
    }
}

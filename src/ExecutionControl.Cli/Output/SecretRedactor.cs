using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// Takes secrets out of text that is shown: those that this process was given, wherever they stand, and whatever looks like one: values of
/// fields and parameters that are named like secrets, bearer tokens, JSON web tokens and ConductorOne's client secrets.
/// </summary>
internal sealed partial class SecretRedactor
{
    public const string Mark = "[redacted]";

    // A shorter one would take half of every text with it.
    private const int ShortestKnown = 6;

    private readonly Lock _gate = new();
    private string[] _known = [];

    /// <param name="known">The secrets that are known from the beginning; those that are null are none.</param>
    public SecretRedactor(IEnumerable<string?> known)
    {
        foreach (var secret in known.OfType<string>())
        {
            Add(secret);
        }
    }

    /// <summary>Takes a further secret out of everything from now on, as it is and as JSON writes it.</summary>
    public void Add(string secret)
    {
        if (secret.Length < ShortestKnown)
        {
            return;
        }

        var escaped = JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        lock (_gate)
        {
            _known = [.. _known.Append(secret).Append(escaped).Distinct(StringComparer.Ordinal).OrderByDescending(known => known.Length)];
        }
    }

    /// <summary>The text without the secrets that this process was given.</summary>
    public string RedactKnown(string text) => Volatile.Read(ref _known).Aggregate(text, (shown, secret) => shown.Replace(secret, Mark, StringComparison.Ordinal));

    /// <summary>The text without the secrets that this process was given, and without what looks like one.</summary>
    public string Redact(string text)
    {
        text = RedactKnown(text);
        text = JsonField().Replace(text, $"${{head}}\"{Mark}\"");
        text = Parameter().Replace(text, $"${{head}}{Mark}");
        text = Scheme().Replace(text, $"${{head}}{Mark}");
        return Shape().Replace(text, Mark);
    }

    // Cursors of pages are named tokens, too, and are none.
    [GeneratedRegex(
        """(?<head>"(?!next_?page|page)[a-z_-]*(?:token|secret|password|authorization|api_?-?key|assertion|credential)"\s*:\s*)"(?:[^"\\]|\\.)*"?""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex JsonField();

    [GeneratedRegex(
        """(?<head>(?:^|[?&\s])(?!next_?page|page)[a-z_-]*(?:token|secret|password|api_?-?key|assertion)=)[^&\s]+""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("""\b(?<head>(?:bearer|userkey|basic)\s+)(?!\[redacted\])[A-Za-z0-9._~+/=:-]{6,}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex("""eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|secret-token:[A-Za-z0-9.:_-]+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape();
}

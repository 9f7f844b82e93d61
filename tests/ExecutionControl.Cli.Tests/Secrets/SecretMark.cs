using System.Text;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Tests.Secrets;

/// <summary>A shape by which a secret is recognised wherever it turns up.</summary>
/// <param name="name">What such a secret is.</param>
/// <param name="needle">A part of it that is quickly looked for.</param>
/// <param name="shape">The whole of it.</param>
internal sealed class SecretMark(string name, string needle, string shape)
{
    /// <summary>How far a secret may stretch to either side of its needle.</summary>
    private const int Reach = 1200;

    private readonly byte[] _needle = Encoding.Latin1.GetBytes(needle);
    private readonly Regex _shape = new(shape, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>Every secret of the tests, of the reference server and of the protocols between.</summary>
    public static IReadOnlyList<SecretMark> All { get; } =
    [
        new("a secret that a test made up", "-4711", @"[a-z]{3,}-4711(?![\w-])"),
        new("an access token of the reference server", "sandbox-access-", @"sandbox-access-[\w-]{20}"),
        new("a published credential of the reference server", "-opens-loopback-only", @"sandbox-[a-z-]+-opens-loopback-only"),
        new("a client secret", "secret-token:", @"secret-token:conductorone\.com:v\d:[\w-]{8}"),
        new("a signed token", "eyJ", @"eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}"),
        new("a private key", "PRIVATE KEY-----", "PRIVATE KEY-----"),
    ];

    public string Name => name;

    /// <summary>Whether the content holds such a secret.</summary>
    public bool IsIn(ReadOnlySpan<byte> content)
    {
        for (var from = 0; content[from..].IndexOf(_needle) is >= 0 and var index; from += index + 1)
        {
            var start = Math.Max(0, from + index - Reach);
            var end = Math.Min(content.Length, from + index + _needle.Length + Reach);
            if (_shape.IsMatch(Encoding.Latin1.GetString(content[start..end])))
            {
                return true;
            }
        }

        return false;
    }
}

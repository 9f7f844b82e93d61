using System.Buffers;

namespace ExecutionControl.Reference.Rehearsal;

/// <summary>Which headers a rule may add: those that leave the framing of the answer alone and cannot split it.</summary>
internal static class HeaderRule
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] Framing = ["Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Date", "x-request-id"];

    public static bool IsAllowed(string name, string value) =>
        name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !Framing.Contains(name, StringComparer.OrdinalIgnoreCase);
}

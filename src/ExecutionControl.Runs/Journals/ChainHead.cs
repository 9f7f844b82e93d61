using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace ExecutionControl.Runs;

/// <summary>The end of a chain: how many rows it has, and the hash of the last.</summary>
/// <param name="RunId">The run; empty for the chain of the runs themselves.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Hash">The hash of the last: 64 hexadecimal digits.</param>
public sealed record ChainHead(string RunId, long Count, string Hash)
{
    /// <summary>What stands for the chain of the runs where a run's id would.</summary>
    private const string Journal = "journal";

    private const char Separator = ':';

    /// <summary>Reads a head from a text as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The text, such as <c>run-7k3m9q2x:12:</c> and 64 hexadecimal digits.</param>
    /// <param name="head">The head; <see langword="null"/> where it is none.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ChainHead? head)
    {
        head = text?.Trim().Split(Separator) is [var run, var count, { Length: 2 * SHA256.HashSizeInBytes } hash]
            && (run == Journal || RunIdentity.IsPossible(run))
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && hash.All(char.IsAsciiHexDigit)
                ? new ChainHead(run == Journal ? string.Empty : run, rows, hash.ToLowerInvariant())
                : null;
        return head is not null;
    }

    /// <summary>The head as one word, to be kept elsewhere.</summary>
    /// <returns>The run, or <c>journal</c> for the chain of the runs, the number of rows and the hash, with colons between them.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(RunId.Length == 0 ? Journal : RunId)}{Separator}{Count}{Separator}{Hash}");
}

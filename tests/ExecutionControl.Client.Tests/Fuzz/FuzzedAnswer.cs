using System.Text;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>What the server writes in answer to one request.</summary>
/// <param name="Bytes">All of it, as it goes over the wire.</param>
/// <param name="End">What becomes of the connection then.</param>
/// <param name="Status">The status, as far as it is one; 0 when there is no answer.</param>
internal sealed record FuzzedAnswer(byte[] Bytes, ReplyEnd End, int Status)
{
    /// <summary>Whether it is a documented success, changed at most in what does not matter.</summary>
    public bool IsSuccess { get; init; }

    /// <summary>Whether it speaks of a malformed UUID, in whatever encoding.</summary>
    public bool NamesUuid { get; init; }

    /// <summary>Zeros that follow the bytes until the client hangs up, or this many were written.</summary>
    public long Endless { get; init; }

    public override string ToString() =>
        $"{End}, {Bytes.Length} bytes{(Endless > 0 ? " and no end" : string.Empty)}{(IsSuccess ? ", a success" : string.Empty)}: {Escaped(Bytes)}";

    private static string Escaped(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes.AsSpan(0, Math.Min(bytes.Length, 1500)))
        {
            text.Append(value is >= 0x20 and < 0x7F and not (byte)'\\' ? ((char)value).ToString() : $"\\x{value:x2}");
        }

        return text.ToString();
    }
}

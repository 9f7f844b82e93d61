using System.Globalization;
using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>A case that went wrong, with what repeats it.</summary>
internal sealed record FuzzFinding(ulong Seed, FuzzPart Part, int Number, string Problem, byte[] Request, WireAnswer? Answer)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Problem}
        seed {Seed}, part {Part}, case {Number}: EXECUTIONCONTROL_FUZZ_SEED={Seed} repeats it.
        The smallest request that shows it ({Request.Length} bytes):
        {Readable(Request)}
        The answer:
        {(Answer is null ? "none" : $"{Answer.Head}\n\n{Readable(Answer.Body)}")}
        """);

    private static string Readable(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var each in bytes.Take(4000))
        {
            text.Append(each switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n\n",
                >= 0x20 and < 0x7F => ((char)each).ToString(),
                _ => "\\x" + each.ToString("x2", CultureInfo.InvariantCulture),
            });
        }

        return text.Append(bytes.Length > 4000 ? " …" : "").ToString();
    }
}

using System.Text;

namespace ExecutionControl.Cli.Output;

/// <summary>Passes text on without the secrets in it. Whoever writes must write what may hold a secret in one piece.</summary>
internal sealed class RedactedWriter(TextWriter inner, Func<string, string> redact) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(value is null ? null : redact(value));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : redact(value));

    public override void Flush() => inner.Flush();
}

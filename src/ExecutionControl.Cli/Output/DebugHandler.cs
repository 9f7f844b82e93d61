using System.Globalization;
using System.Text;

namespace ExecutionControl.Cli.Output;

/// <summary>Shows every request and every answer on standard error, without their secrets.</summary>
internal sealed class DebugHandler(Reporter reporter, SecretRedactor redactor) : DelegatingHandler
{
    private const int MostCharacters = 16 * 1024;
    private const long MostBytes = 16 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (headers, body) = await HttpText.ReadAsync(request, cancellationToken);
        Show("> ", "Request", $"{request.Method} {request.RequestUri}", headers, body);
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }

        Show(
            "< ",
            "Answer",
            string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}"),
            HttpText.Of(response.Headers).Concat(HttpText.Of(response.Content.Headers)),
            await response.Content.ReadAsStringAsync(cancellationToken));
        return response;
    }

    private string Redacted(string text) => redactor.Redact(reporter.Redact(text));

    private void Show(string mark, string name, string first, IEnumerable<KeyValuePair<string, string>> headers, string? body)
    {
        var text = new StringBuilder(first);
        foreach (var (header, value) in headers)
        {
            text.Append('\n').Append(header).Append(": ").Append(header is "Set-Cookie" ? SecretRedactor.Mark : value);
        }

        if (!string.IsNullOrEmpty(body))
        {
            // Before it is cut: half a secret is found by nobody.
            var shownBody = Redacted(body);
            text.Append("\n\n").Append(shownBody.Length > MostCharacters ? $"{shownBody[..MostCharacters]}… ({body.Length} characters)" : shownBody);
        }

        var shown = Redacted(text.ToString());
        var lines = shown.Split('\n').Select(line => mark + Terminal.PlainText.OneLine(line));
        reporter.Progress(string.Join(Environment.NewLine, lines), new LogLine("debug", name, shown), OutputJsonContext.Readable.LogLine);
    }
}

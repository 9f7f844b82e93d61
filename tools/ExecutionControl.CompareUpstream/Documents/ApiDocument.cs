using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace ExecutionControl.CompareUpstream.Documents;

/// <summary>An OpenAPI document in YAML or JSON.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Complaints">What the reader did not understand in it.</param>
internal sealed record ApiDocument(OpenApiDocument Content, IReadOnlyList<string> Complaints)
{
    // Many times what any of the services publishes.
    private const int SizeLimit = 64 * 1024 * 1024;

    /// <exception cref="UnreadableDocumentException">The file cannot be read, or holds no OpenAPI document.</exception>
    public static ApiDocument Read(string path)
    {
        try
        {
            return Parse(ReadText(path));
        }
        catch (DecoderFallbackException fault)
        {
            throw new UnreadableDocumentException($"'{path}' cannot be compared: It is no text in UTF-8.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or UnreadableDocumentException)
        {
            throw new UnreadableDocumentException($"'{path}' cannot be compared: {fault.Message}", fault);
        }
    }

    /// <exception cref="UnreadableDocumentException">The text is no OpenAPI document.</exception>
    public static ApiDocument Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UnreadableDocumentException("It is empty.");
        }

        var settings = new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetEmptyRuleSet() };
        settings.AddYamlReader();
        var isJson = text.AsSpan().TrimStart() is ['{' or '[', ..];
        ReadResult result;
        try
        {
            result = OpenApiDocument.Parse(text, isJson ? OpenApiConstants.Json : OpenApiConstants.Yaml, settings);
        }
        catch (OpenApiUnsupportedSpecVersionException fault)
        {
            throw new UnreadableDocumentException($"It is no OpenAPI document of a version that can be read: {fault.Message}", fault);
        }
        catch (Exception fault) when (fault is OpenApiException or JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new UnreadableDocumentException($"It is no OpenAPI document: {fault.Message}", fault);
        }

        string[] complaints = [.. result.Diagnostic?.Errors.Select(error => error.ToString()) ?? []];
        if (result.Document is not { } document)
        {
            throw new UnreadableDocumentException($"It is no OpenAPI document: {string.Join("; ", complaints)}");
        }

        return document.Paths is { Count: > 0 }
            ? new ApiDocument(document, complaints)
            : throw new UnreadableDocumentException($"It describes no paths. {string.Join("; ", complaints)}".TrimEnd());
    }

    private static string ReadText(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UnreadableDocumentException("It is a folder.");
        }

        // Read to a limit, not by the length: a device has none.
        using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        var text = new StringBuilder();
        var buffer = new char[64 * 1024];
        while (reader.Read(buffer) is var count and > 0)
        {
            text.Append(buffer, 0, count);
            if (text.Length > SizeLimit)
            {
                throw new UnreadableDocumentException($"It is longer than {SizeLimit / 1024 / 1024} million characters.");
            }
        }

        return text.ToString();
    }
}

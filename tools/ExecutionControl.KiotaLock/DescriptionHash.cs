using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace ExecutionControl.KiotaLock;

/// <summary>The hash by which Kiota recognises the description that it generated a client from.</summary>
internal static class DescriptionHash
{
    /// <summary>Computes what Kiota writes as <c>descriptionHash</c>: SHA-512, in upper-case hex, of the document as Microsoft.OpenApi writes it.</summary>
    /// <exception cref="InvalidDataException">The document is no valid OpenAPI description.</exception>
    public static async Task<string> ComputeAsync(JsonNode specification, CancellationToken cancellationToken)
    {
        var settings = new OpenApiReaderSettings();
        // Kiota reads with these parsers; without them extensions are written differently and the hash is another one.
        settings.AddMicrosoftExtensionParsers();
        var (document, diagnostic) = OpenApiDocument.Parse(specification.ToJsonString(), OpenApiConstants.Json, settings);
        if (document is null || diagnostic is { Errors.Count: > 0 })
        {
            var faults = string.Join("; ", diagnostic?.Errors.Select(error => error.ToString()) ?? []);
            throw new InvalidDataException($"The specification is not valid OpenAPI: {faults}");
        }

        return await document.GetHashCodeAsync(cancellationToken);
    }
}

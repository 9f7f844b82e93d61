using System.Text.Json;
using Microsoft.Kiota.Abstractions.Serialization;

namespace ExecutionControl.Client.Http;

/// <summary>Gives Kiota our own reading of JSON (see <see cref="AnswerParseNode"/>). What it reads has been cleaned by the <see cref="AnswerHandler"/>.</summary>
internal sealed class AnswerParseNodeFactory : IParseNodeFactory
{
    public string ValidContentType => "application/json";

    /// <exception cref="UnreadableAnswerException">It is no JSON.</exception>
    public async Task<IParseNode> GetRootParseNodeAsync(string contentType, Stream content, CancellationToken cancellationToken = default)
    {
        using var text = new MemoryStream();
        await content.CopyToAsync(text, cancellationToken).ConfigureAwait(false);
        try
        {
            return new AnswerParseNode(JsonText.Parse(text.GetBuffer().AsSpan(0, (int)text.Length)));
        }
        catch (JsonException exception)
        {
            throw new UnreadableAnswerException("the answer could not be read: it is no JSON", exception);
        }
    }
}

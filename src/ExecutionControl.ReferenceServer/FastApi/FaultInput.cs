using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExecutionControl.Reference.FastApi;

/// <summary>What a refused value was, as a 422 repeats it: the very JSON of a body, or the text of a path or query.</summary>
/// <param name="Json">JSON.</param>
internal sealed record FaultInput(string Json)
{
    // The services repeat all of it; nobody needs the whole of a screenshot back.
    private const int Longest = 4096;

    // What is nested deeper is repeated as a text: with the answer around it, readers of their usual depth would not take it.
    private static readonly JsonReaderOptions Shallow = new() { MaxDepth = 32 };

    public static FaultInput Null { get; } = new("null");

    public static FaultInput EmptyObject { get; } = new("{}");

    public static FaultInput Of(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= Longest && IsShallow(raw) ? new FaultInput(raw) : Of(raw);
    }

    public static FaultInput Of(string text)
    {
        var shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
        return new FaultInput($"\"{JsonEncodedText.Encode(shown, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");
    }

    private static bool IsShallow(string json)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Shallow);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

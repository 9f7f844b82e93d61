namespace ExecutionControl.Client.Http;

/// <summary>Text of somebody else's that goes to terminals and logs: it is cut, and control characters and half characters do not go along.</summary>
internal static class VisibleText
{
    public static string Of(string text, int maxLength)
    {
        var kept = text.Length > maxLength ? string.Concat(text.AsSpan(0, maxLength), "…") : text;
        return string.Create(kept.Length, kept, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var isHalf = char.IsSurrogate(text[i])
                    && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                    && !(i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));
                span[i] = isHalf ? '\uFFFD' : char.IsControl(text[i]) ? ' ' : text[i];
            }
        }).Trim();
    }
}

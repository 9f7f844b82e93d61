namespace ExecutionControl.Runs;

/// <summary>Keeps texts that come again and again once.</summary>
internal sealed class SharedTexts
{
    private const int MostTexts = 256;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string Share(string text)
    {
        if (_texts.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_texts.Count < MostTexts)
        {
            _texts.Add(text, text);
        }

        return text;
    }
}

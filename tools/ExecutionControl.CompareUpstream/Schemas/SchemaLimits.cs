using System.Globalization;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>How long, large or many a value may be.</summary>
internal sealed record SchemaLimits
{
    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    public int? ShortestText { get; init; }

    public int? LongestText { get; init; }

    public int? FewestItems { get; init; }

    public int? MostItems { get; init; }

    public string? Pattern { get; init; }

    public static SchemaLimits Of(IOpenApiSchema schema) => new()
    {
        Least = Number(schema.Minimum ?? schema.ExclusiveMinimum),
        Most = Number(schema.Maximum ?? schema.ExclusiveMaximum),
        ShortestText = schema.MinLength,
        LongestText = schema.MaxLength,
        FewestItems = schema.MinItems,
        MostItems = schema.MaxItems,
        Pattern = schema.Pattern,
    };

    /// <summary>Both at once, as far as they do not speak of the same: then the former holds.</summary>
    public SchemaLimits And(SchemaLimits other) => new()
    {
        Least = Least ?? other.Least,
        Most = Most ?? other.Most,
        ShortestText = ShortestText ?? other.ShortestText,
        LongestText = LongestText ?? other.LongestText,
        FewestItems = FewestItems ?? other.FewestItems,
        MostItems = MostItems ?? other.MostItems,
        Pattern = Pattern ?? other.Pattern,
    };

    /// <summary>The limits that others have and these have not, or that are narrower there, in words.</summary>
    public IEnumerable<string> NarrowerIn(SchemaLimits others)
    {
        string?[] narrower =
        [
            others.Least is { } least && !(Least >= least) ? Said("at least", Least, least) : null,
            others.Most is { } most && !(Most <= most) ? Said("at most", Most, most) : null,
            others.ShortestText is { } shortest and > 0 && !(ShortestText >= shortest) ? Said("characters, at least", ShortestText, shortest) : null,
            others.LongestText is { } longest && !(LongestText <= longest) ? Said("characters, at most", LongestText, longest) : null,
            others.FewestItems is { } fewest and > 0 && !(FewestItems >= fewest) ? Said("items, at least", FewestItems, fewest) : null,
            others.MostItems is { } items && !(MostItems <= items) ? Said("items, at most", MostItems, items) : null,
            others.Pattern is { } pattern && pattern != Pattern ? Said("pattern", Pattern, pattern) : null,
        ];
        return narrower.OfType<string>();
    }

    private static string Said(string limit, object? ours, object theirs) =>
        string.Create(CultureInfo.InvariantCulture, $"{limit} {theirs} ({ours ?? "unlimited"} here)");

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

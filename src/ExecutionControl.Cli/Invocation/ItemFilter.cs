using System.CommandLine;
using ExecutionControl.Cli.Items;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The options that keep items of any kind by their age and name. No service can filter by these: ectl does, while the pages come.</summary>
internal sealed class ItemFilter<TRow>
{
    private readonly ItemFacts<TRow> _facts;
    private readonly TimeOption _since;
    private readonly TimeOption _olderThan;
    private readonly Option<string>? _name;

    /// <param name="facts">What is asked of an item.</param>
    /// <param name="happened">What happened to it at its time, such as "created".</param>
    /// <param name="name">What its name is, for the help; null where it has none.</param>
    public ItemFilter(ItemFacts<TRow> facts, string happened, string? name)
    {
        _facts = facts;
        _since = new TimeOption("--since", $"Keep those {happened} since");
        _olderThan = new TimeOption("--older-than", $"Keep those {happened} before");
        _name = name is null ? null : NameOption(name);
        Options = _name is null ? [_since, _olderThan] : [_since, _olderThan, _name];
    }

    public IReadOnlyList<Option> Options { get; }

    /// <summary>Makes the option that keeps items by a part of a name.</summary>
    public static Option<string> NameOption(string name)
    {
        var option = new Option<string>("--name") { Description = $"Keep those whose {name} holds this text, in any case.", HelpName = "text" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError("--name needs a text: an empty one would keep all.");
            }
        });
        return option;
    }

    /// <summary>The items that were meant. One whose time or name is not known is none of them when that was asked for.</summary>
    public IAsyncEnumerable<TRow> Keep(IAsyncEnumerable<TRow> rows, ParseResult parseResult, DateTimeOffset now)
    {
        if (_since.In(parseResult, now) is { } since)
        {
            rows = rows.Where(row => _facts.Time(row) >= since);
        }

        if (_olderThan.In(parseResult, now) is { } olderThan)
        {
            rows = rows.Where(row => _facts.Time(row) < olderThan);
        }

        return _name is not null && _facts.Name is { } nameOf && parseResult.GetValue(_name) is { } text
            ? rows.Where(row => nameOf(row)?.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase) is true)
            : rows;
    }
}

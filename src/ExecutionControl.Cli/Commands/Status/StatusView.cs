using System.Globalization;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Commands.Status;

/// <summary>A status for people: a block for each service, a line for each figure and for what holds executions up.</summary>
internal static class StatusView
{
    private const int MostItems = 20;

    /// <param name="looks">What was seen.</param>
    /// <param name="style">What the terminal can show.</param>
    /// <param name="now">The time.</param>
    /// <param name="changes">What was seen at this look and the one before; null where there was none before.</param>
    public static IEnumerable<string> Lines(
        IReadOnlyList<AccountStatus> looks, TerminalStyle style, DateTimeOffset now, (StatusFacts Now, StatusFacts Before)? changes = null)
    {
        var isFirst = true;
        foreach (var look in looks)
        {
            if (!isFirst)
            {
                yield return string.Empty;
            }

            isFirst = false;
            foreach (var line in LinesOf(look, style, now, changes))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> LinesOf(
        AccountStatus look, TerminalStyle style, DateTimeOffset now, (StatusFacts Now, StatusFacts Before)? changes)
    {
        var service = look.Service.JsonName;
        var isChanged = IsChanged(new StatusKey(service, null, StatusFacts.State), changes);
        yield return Mark(isChanged, style) + (look.State switch
        {
            LookState.Missing => style.Paint($"{look.Service.DisplayName}: {look.Message}", Tone.Faint),
            LookState.Failed => $"{Name(look)}: {style.Paint("failed", Tone.Bad)}: {PlainText.OneLine(look.Message)}",
            _ => Name(look),
        });
        foreach (var figure in look.Status?.Figures ?? [])
        {
            var key = new StatusKey(service, null, figure.Name);
            var count = (figure.Count?.ToString() ?? BoundedCount.Unknown).PadLeft(7);
            yield return Mark(IsChanged(key, changes), style)
                + style.Paint(count, figure.Count is { IsAny: false } ? Tone.Faint : figure.Tone) + $" {figure.Title}{Trend(key, changes)}";
        }

        var items = look.Status?.Items ?? [];
        foreach (var (item, line) in items.Take(MostItems).Zip(AlignedText.Of(
                     [["x", "x", "x"], .. items.Take(MostItems).Select(item => Cells(item, now))]).Skip(1)))
        {
            var paused = new StatusKey(service, item.Id, "pausedExecutions");
            var isItemChanged = IsChanged(paused, changes) || IsChanged(new StatusKey(service, item.Id, StatusFacts.State), changes);
            yield return Mark(isItemChanged, style) + "        " + line + Trend(paused, changes);
        }

        if (items.Count > MostItems)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"          and {items.Count - MostItems} more: 'ectl automations list --paused' shows all");
        }
    }

    private static string Name(AccountStatus look) => PlainText.OneLine(look.Account?.Text ?? look.Service.DisplayName);

    private static string[] Cells(StatusItem item, DateTimeOffset now) =>
    [
        item.Id,
        item.Since is { } since ? $"{item.State} {RelativeTime.Of(since, now)}" : item.State,
        $"{item.Paused?.ToString() ?? BoundedCount.Unknown} paused",
    ];

    private static bool IsChanged(StatusKey key, (StatusFacts Now, StatusFacts Before)? changes) =>
        changes is { } facts && facts.Now.Find(key)?.Value != facts.Before.Find(key)?.Value;

    private static string Mark(bool isChanged, TerminalStyle style) => isChanged ? style.Paint("* ", Tone.Held) : "  ";

    private static string Trend(StatusKey key, (StatusFacts Now, StatusFacts Before)? changes) =>
        changes is { } facts && facts.Now.Find(key)?.ChangeSince(facts.Before.Find(key)) is { } change and not 0
            ? string.Create(CultureInfo.InvariantCulture, $" ({change:+0;-0})")
            : string.Empty;
}

using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Services;

/// <summary>What is tripped, paused and running at a service, for one account.</summary>
/// <param name="Figures">How many of what, the most important first.</param>
/// <param name="Items">What holds something up, each by itself.</param>
internal sealed record ServiceStatus(IReadOnlyList<StatusFigure> Figures, IReadOnlyList<StatusItem> Items);

/// <summary>How many there are of something.</summary>
/// <param name="Name">What it is in documents, such as <c>pausedExecutions</c>.</param>
/// <param name="Noun">One of them for people, such as "execution".</param>
/// <param name="State">How they are, such as "paused".</param>
/// <param name="Count">How many; null where that could not be counted.</param>
/// <param name="Tone">What it means when there is one.</param>
internal sealed record StatusFigure(string Name, string Noun, string State, BoundedCount? Count, Tone Tone)
{
    /// <summary>What stands after the count, such as "executions paused".</summary>
    public string Title => Count is { Count: 1, IsLowerBound: false } ? $"{Noun} {State}" : $"{Noun}s {State}";
}

/// <summary>Something that holds executions up.</summary>
/// <param name="Kind">What it is in documents, such as <c>automation</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">How it is, such as <c>tripped</c>.</param>
/// <param name="Since">Since when; null where nobody knows.</param>
/// <param name="Paused">How many executions it holds; null where that could not be counted.</param>
/// <param name="Tone">What the state means.</param>
internal sealed record StatusItem(string Kind, string Id, string? Name, string State, DateTimeOffset? Since, BoundedCount? Paused, Tone Tone);

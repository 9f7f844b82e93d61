using System.Globalization;

namespace ExecutionControl.Runs;

/// <summary>A run as its row in a journal holds it.</summary>
/// <param name="Key">Its key in the journal.</param>
/// <param name="Id">Its id; empty where that cannot be read.</param>
/// <param name="Number">Its place among the runs; null where it has none that can be read.</param>
/// <param name="Readable">What is noted of it; null where a part of that cannot be read.</param>
/// <param name="Rows">How many rows its history is to have; null where that cannot be read.</param>
/// <param name="Head">The hash that the last of them is to have; empty where that cannot be read.</param>
/// <param name="Damage">What cannot be read; null where nothing is wrong.</param>
internal sealed record StoredRun(long Key, string Id, long? Number, RunRecord? Readable, long? Rows, byte[] Head, string? Damage)
{
    /// <summary>The run for a person, who may have to find it by something else than its id.</summary>
    public string Name => Id.Length > 0 ? $"Run {Id}" : string.Create(CultureInfo.InvariantCulture, $"The run of key {Key}");

    /// <summary>The run, where it can be read.</summary>
    /// <param name="location">Where the journal is, for a person.</param>
    /// <exception cref="RunDamagedException">It cannot.</exception>
    public RunRecord Require(string location) => Readable ?? throw Damaged(location, Damage!);

    /// <summary>What is thrown when something of the run cannot be read.</summary>
    public RunDamagedException Damaged(string location, string damage) =>
        new(Id, $"{Name} in the journal {location} was edited by hand, or is damaged: {damage}.");
}

/// <summary>A target as its row in a journal holds it.</summary>
/// <param name="Ordinal">Its place in the plan; null where that cannot be read.</param>
/// <param name="Readable">What is noted of it; null where a part of that cannot be read.</param>
/// <param name="Damage">What cannot be read; null where nothing is wrong.</param>
internal sealed record StoredTarget(long? Ordinal, RunTarget? Readable, string? Damage)
{
    /// <summary>What cannot be read, in a sentence about the run.</summary>
    public string Complaint => string.Create(CultureInfo.InvariantCulture, $"of target {Ordinal?.ToString(CultureInfo.InvariantCulture) ?? "?"} {Damage}");
}

/// <summary>A row of the history as a journal holds it.</summary>
/// <param name="Sequence">Its place in the chain; null where that cannot be read.</param>
/// <param name="Ordinal">The target that it is noted for; null where it is noted for none.</param>
/// <param name="Content">What it says; null where that cannot be read.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="IsOpen">Whether it is of an intent whose target is intended still.</param>
/// <param name="Damage">What cannot be read; null where nothing is wrong.</param>
internal sealed record StoredEntry(long? Sequence, long? Ordinal, string? Content, byte[] Hash, bool IsOpen, string? Damage)
{
    /// <summary>What cannot be read, in a sentence about the run.</summary>
    public string Complaint =>
        string.Create(CultureInfo.InvariantCulture, $"of row {Sequence?.ToString(CultureInfo.InvariantCulture) ?? "?"} of its history {Damage}");
}

/// <summary>The end of the chain of the runs as a journal holds it.</summary>
/// <param name="Count">How many runs there are.</param>
/// <param name="Hash">The hash of the last.</param>
/// <param name="Damage">What cannot be read; null where nothing is wrong.</param>
internal sealed record StoredHead(long Count, byte[] Hash, string? Damage);

using System.Text;
using System.Text.Json;

namespace ExecutionControl.Runs;

/// <summary>
/// How a run goes and what makes it stop. Kept with the run, so that whoever goes on with it after a crash, on whatever machine, goes on alike.
/// </summary>
public sealed record RunPacing
{
    /// <summary>The most targets that can be acted on at once.</summary>
    internal const int MostAtOnce = 1000;

    /// <summary>Fewer say nothing about a share.</summary>
    private const int LeastForPercent = 20;

    /// <summary>Of a run that keeps nothing.</summary>
    internal static RunPacing None { get; } = new();

    /// <summary>How many targets each worker acts on at once; from 1 to 1000. <see langword="null"/>, the default, leaves it to the runner.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many targets are begun in a time at most, over all workers; <see langword="null"/>, the default, for no limit.</summary>
    public RunRate? Rate { get; init; }

    /// <summary>
    /// How many targets are done first, over all passes, and their effect waited for, before it is asked whether to go on; 0, the default, for none.
    /// What has passed is not asked for again.
    /// </summary>
    public int Canary { get; init; }

    /// <summary>How long the effect of the canary is waited for; <see langword="null"/>, the default, leaves it to the runner.</summary>
    public TimeSpan? CanaryTimeout { get; init; }

    /// <summary>Stops when so many targets of the run have failed, over all passes and workers; <see langword="null"/>, the default, for never.</summary>
    public int? StopAfterFailures { get; init; }

    /// <summary>
    /// Stops when more than so many per cent of the targets that were acted on have failed, over all passes and workers, from the twentieth on;
    /// above 0 to 100. <see langword="null"/>, the default, for never.
    /// </summary>
    public double? StopAfterFailedPercent { get; init; }

    /// <summary>Whether so many have failed that it stops.</summary>
    /// <param name="failed">How many have failed.</param>
    /// <param name="tried">How many were acted on.</param>
    /// <returns>Whether it does.</returns>
    public bool StopsAt(long failed, long tried) =>
        (StopAfterFailures is { } most && failed >= most)
        || (StopAfterFailedPercent is { } percent && tried >= LeastForPercent && failed * 100.0 / tried > percent);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    internal void Check()
    {
        Require(Concurrency is null or (>= 1 and <= MostAtOnce), nameof(Concurrency), $"it is from 1 to {MostAtOnce}");
        Require(Rate is null or { Count: >= 1, Per.Ticks: > 0 }, nameof(Rate), "it lets nothing through");
        Require(Canary >= 0, nameof(Canary), "it is 0 or more");
        Require(CanaryTimeout is null || CanaryTimeout >= TimeSpan.Zero, nameof(CanaryTimeout), "it is no negative time");
        Require(StopAfterFailures is null or >= 1, nameof(StopAfterFailures), "it is 1 or more");
        Require(StopAfterFailedPercent is null or (> 0 and <= 100), nameof(StopAfterFailedPercent), "it is above 0, and at most 100");
    }

    /// <exception cref="ArgumentOutOfRangeException">It is not right.</exception>
    internal static void Require(bool isRight, string name, string rule)
    {
        if (!isRight)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is out of its bounds: {rule}. Nothing was sent.");
        }
    }

    /// <summary>As a journal keeps it, always in the same words; null where there is nothing to keep.</summary>
    internal string? ToText()
    {
        if (this == None)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (Concurrency is { } concurrency)
            {
                writer.WriteNumber("concurrency", concurrency);
            }

            if (Rate is { } rate)
            {
                writer.WriteStartArray("rate");
                writer.WriteNumberValue(rate.Count);
                writer.WriteNumberValue(rate.Per.TotalSeconds);
                writer.WriteEndArray();
            }

            if (Canary > 0)
            {
                writer.WriteNumber("canary", Canary);
            }

            if (CanaryTimeout is { } timeout)
            {
                writer.WriteNumber("canarySeconds", timeout.TotalSeconds);
            }

            if (StopAfterFailures is { } most)
            {
                writer.WriteNumber("stopAfterFailures", most);
            }

            if (StopAfterFailedPercent is { } share)
            {
                writer.WriteNumber("stopAfterFailedPercent", share);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads what a journal keeps.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal static RunPacing FromText(string? text)
    {
        if (text is null)
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var pacing = new RunPacing
            {
                Concurrency = Find("concurrency")?.GetInt32(),
                Rate = Find("rate") is { } rate ? new RunRate(rate[0].GetInt32(), TimeSpan.FromSeconds(rate[1].GetDouble())) : null,
                Canary = Find("canary")?.GetInt32() ?? 0,
                CanaryTimeout = Find("canarySeconds") is { } seconds ? TimeSpan.FromSeconds(seconds.GetDouble()) : null,
                StopAfterFailures = Find("stopAfterFailures")?.GetInt32(),
                StopAfterFailedPercent = Find("stopAfterFailedPercent")?.GetDouble(),
            };
            pacing.Check();
            return pacing;

            JsonElement? Find(string name) => root.TryGetProperty(name, out var value) ? value : null;
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            throw new FormatException($"{WellFormedText.Excerpt(text)} is no pace of a run.", exception);
        }
    }
}
